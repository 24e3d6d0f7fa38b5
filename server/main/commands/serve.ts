import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { routes } from "@mora/contract";
import type { FastifyInstance } from "fastify";
import { runDays } from "../../day-cycle/run.ts";
import { bankRoutes } from "../../modules/banking/index.ts";
import { caseRoutes } from "../../modules/cases/index.ts";
import { portfolioRoutes } from "../../modules/portfolio/index.ts";
import { reportingRoutes } from "../../modules/reporting/index.ts";
import { servicingRoutes } from "../../modules/servicing/index.ts";
import { dateInZone } from "../../platform/clock.ts";
import { projectRoot } from "../../platform/config.ts";
import { UserError } from "../../platform/errors.ts";
import { createApi } from "../../platform/http/api.ts";
import { version } from "../../platform/version.ts";
import { demoZone } from "../seed-demo.ts";
import { type Mora, openMora } from "../wire.ts";
import { type DemoFlags, demoOptions, printCard, seedWithProgress } from "./demo.ts";

const webFolder = join(projectRoot, "web");
const webRoot = join(webFolder, "dist");

/** The whole API with the pages, not yet listening. */
export const createServer = (
  mora: Pick<Mora, "db" | "ring" | "clock" | "pool">,
  pages = webRoot,
): Promise<FastifyInstance> =>
  createApi({
    version,
    plugins: [
      portfolioRoutes,
      reportingRoutes,
      caseRoutes,
      bankRoutes(mora.pool),
      servicingRoutes(mora.pool),
    ],
    tools: mora,
    webRoot: pages,
    openapiPath: routes.openapi,
    explorerPath: routes.explorer,
  });

/** `mora serve`: the pages and the API, until a signal. */
export async function serveCommand(): Promise<void> {
  const mora = await openMora();
  try {
    await listen(mora);
  } catch (error) {
    await mora.close();
    throw error;
  }
}

/** `mora start`: builds the pages, seeds the synthetic lender on first start, runs the day, serves. */
export async function startCommand(flags: Omit<DemoFlags, "out">): Promise<void> {
  await buildPages();
  const mora = await openMora();
  try {
    if (await isEmpty(mora)) {
      console.log("First start: making a synthetic lender. Nobody in it is real.");
      printCard(await seedWithProgress(mora, demoOptions(flags)));
    }
    await catchUp(mora);
    await listen(mora);
  } catch (error) {
    await mora.close();
    throw error;
  }
}

/** Builds the pages if their sources changed since the last build; Vite keeps its own record. */
async function buildPages(): Promise<void> {
  const vite = join(projectRoot, "node_modules/vite/bin/vite.js");
  await promisify(execFile)(process.execPath, [vite, "build", webFolder, "--logLevel", "warn"], {
    cwd: projectRoot,
  });
}

async function isEmpty({ pool }: Mora): Promise<boolean> {
  const { rows } = await pool.query("select 1 from book limit 1");
  return rows.length === 0;
}

async function catchUp({ pool, clock }: Mora): Promise<void> {
  const through = dateInZone(clock.now(), demoZone);
  const { rows } = await pool.query(
    "select 1 from book where zone = $1 and data_through_on is not null",
    [demoZone],
  );
  if (rows.length > 0) await runDays(pool, clock, { zone: demoZone, through });
}

/** Listens until SIGINT or SIGTERM, then closes everything, the embedded database included. */
async function listen(mora: Mora): Promise<void> {
  const app = await createServer(mora);
  const stopped = new Promise<void>((resolve, reject) => {
    const stop = (): void => {
      app
        .close()
        .then(() => mora.close())
        .then(resolve, reject);
    };
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
  });
  const address = await app
    .listen({ host: mora.config.host, port: mora.config.port })
    .catch(portRefused);
  console.log(`Mora is at ${address}`);
  console.log("It listens on this machine only, because it has no sign-in yet.");
  await stopped;
}

function portRefused(error: NodeJS.ErrnoException): never {
  if (error.code !== "EADDRINUSE") throw error;
  throw new UserError(
    "PORT_IN_USE",
    "another program already listens there; is Mora running? Choose another port with MORA_PORT",
  );
}
