import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { inflate } from "@sparticuz/chromium";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { projectRoot } from "../server/platform/config.ts";

/**
 * The browser that comes with npm: unpacked once into a folder of its own version and user, and
 * driven by Playwright. Runs as root and as anybody else, on a machine without fonts or libraries
 * of its own.
 */
export type BrowserFiles = { readonly program: string; readonly env: Record<string, string> };

const ARCHIVES = ["chromium.br", "fonts.tar.br", "swiftshader.tar.br", "al2023.tar.br"];

/**
 * Unpacks the browser unless it is there. Unpacks beside its place and moves it in when it is
 * complete: a killed run leaves nothing that looks like a browser, and of two runs at once one wins.
 */
export async function unpackBrowser(): Promise<BrowserFiles> {
  const { version, folder: source } = installed();
  const folder = join(projectRoot, ".cache", `browser-${version}-${process.getuid?.() ?? 0}`);
  if (!existsSync(folder)) {
    const partial = `${folder}.${randomBytes(6).toString("hex")}`;
    mkdirSync(partial, { recursive: true });
    try {
      await unpackInto(partial, source);
      moveUnlessThere(partial, folder);
    } finally {
      rmSync(partial, { recursive: true, force: true });
    }
  }
  return filesIn(folder);
}

function installed(): { version: string; folder: string } {
  const folder = dirname(dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")));
  const text = readFileSync(join(folder, "package.json"), "utf8");
  return { version: (JSON.parse(text) as { version: string }).version, folder };
}

/** The package always unpacks into the folder for temporary files: for this moment it is ours. */
async function unpackInto(folder: string, source: string): Promise<void> {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    await Promise.all(ARCHIVES.map((name) => inflate(join(source, "bin", name))));
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

/** Puts a finished folder in its place; if another process was faster, that one's stays. */
export function moveUnlessThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  }
}

/** Fonts beside those of the machine; libraries only where the machine has none of its own. */
function filesIn(folder: string): BrowserFiles {
  const program = join(folder, "chromium");
  const fonts = join(folder, "fonts.conf");
  const folders = ["/usr/share/fonts", join(folder, "fonts")].map((dir) => `<dir>${dir}</dir>`);
  writeFileSync(
    fonts,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${folders.join("")}<cachedir>${folder}/fonts-cache</cachedir></fontconfig>\n`,
  );
  const env = { FONTCONFIG_FILE: fonts };
  try {
    execFileSync(program, ["--version"], { stdio: "pipe" });
    return { program, env };
  } catch {
    return { program, env: { ...env, LD_LIBRARY_PATH: join(folder, "al2023", "lib") } };
  }
}

/**
 * Flags that work everywhere; those that the package proposes would switch off web security. Without
 * the emulated graphics card, which nothing of ours draws with, painting takes a third of the time.
 */
const FLAGS = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--font-render-hinting=none",
  "--disable-gpu",
];

export const launchBrowser = ({ program, env }: BrowserFiles): Promise<Browser> =>
  chromium.launch({ executablePath: program, args: FLAGS, env: { ...process.env, ...env } });

export type Lang = "zh" | "en";
export const VIEWPORTS = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;

export type PageOptions = {
  /** Where the server listens, `http://127.0.0.1:PORT`. */
  readonly origin: string;
  readonly lang: Lang;
  readonly viewport?: keyof typeof VIEWPORTS;
  readonly colorScheme?: "light" | "dark";
};

export type OpenPage = {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What must not happen and did: errors, policy violations, failed or foreign requests. */
  readonly problems: string[];
};

/** A first page of a reader with that language and screen; nothing in it moves. */
export async function openPage(browser: Browser, options: PageOptions): Promise<OpenPage> {
  const context = await browser.newContext({
    baseURL: options.origin,
    locale: options.lang === "zh" ? "zh-CN" : "en-GB",
    timezoneId: "Asia/Shanghai",
    viewport: VIEWPORTS[options.viewport ?? "desktop"],
    colorScheme: options.colorScheme ?? "light",
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(15_000);
  const problems: string[] = [];
  await watch(context, options.origin, problems);
  return { page: await context.newPage(), context, problems };
}

async function watch(context: BrowserContext, origin: string, problems: string[]): Promise<void> {
  context.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => problems.push(`exception: ${error.error().message}`));
  context.on("requestfailed", (request) => {
    // A question that a newer one replaced is cancelled on purpose.
    const reason = request.failure()?.errorText;
    if (reason !== "net::ERR_ABORTED") problems.push(`failed: ${request.url()} ${reason}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
  });
  await context.route(
    (url) => !["data:", "blob:"].includes(url.protocol) && url.origin !== origin,
    async (route) => {
      problems.push(`foreign: ${route.request().url()}`);
      await route.abort();
    },
  );
  await context.exposeBinding("reportViolation", (_source, text: string) => {
    problems.push(`policy: ${text}`);
  });
  await context.addInitScript({ content: REPORT_VIOLATIONS });
}

const REPORT_VIOLATIONS = `document.addEventListener("securitypolicyviolation", (event) =>
  window.reportViolation([event.violatedDirective, event.blockedURI, event.sourceFile, event.lineNumber].join(" ")));`;
