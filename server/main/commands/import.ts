import { once } from "node:events";
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { dayFromIso } from "@mora/core/kernel/business-date";
import {
  type FileReject,
  type ImportSummary,
  importBook,
  type Mapping,
  openCsvBundle,
  openMetro2,
  parseMapping,
  type RowSource,
} from "../../modules/intake/index.ts";
import { UserError } from "../../platform/errors.ts";
import { progressBar, table } from "../terminal.ts";
import { type Mora, withMora } from "../wire.ts";

export type ImportFlags = {
  readonly asOf: string;
  readonly mapping?: string;
  readonly dryRun?: boolean;
  readonly rejects?: string;
};

/** `mora import FILE… --as-of DATE`: takes bundles or Metro 2 files into their book. */
export async function importCommand(paths: readonly string[], flags: ImportFlags): Promise<void> {
  const asOf = dayFromIso(flags.asOf);
  if (!asOf.ok) throw UserError.from(asOf.error);
  const inputs = groupInputs(paths).map((input) => withMapping(input, flags.mapping));
  await withMora(async (mora) => {
    for (const input of inputs) await importOne(mora, input, flags);
  });
}

type Input = { readonly folder: string; readonly files: readonly string[] };

/** CSV files of one folder belong together; a folder stands for its whole bundle. */
function groupInputs(paths: readonly string[]): Input[] {
  const filesByFolder = new Map<string, string[]>();
  for (const path of paths.map((p) => resolve(p))) {
    if (!existsSync(path))
      throw new UserError("FILE_MISSING", `there is no file or folder ${path}`);
    const isFolder = statSync(path).isDirectory();
    const folder = isFolder ? path : dirname(path);
    const files = filesByFolder.get(folder) ?? [];
    filesByFolder.set(folder, isFolder ? files : [...files, basename(path)]);
  }
  return [...filesByFolder].map(([folder, files]) => ({ folder, files }));
}

type MappedInput = Input & { readonly mapping: Mapping };

function withMapping(input: Input, path: string | undefined): MappedInput {
  const file = path ? resolve(path) : join(input.folder, "mora-mapping.json");
  if (!existsSync(file))
    throw new UserError(
      "MAPPING_MISSING",
      `there is no mapping file ${file}. Print one to fill in with: mora mapping --format csv (or metro2)`,
    );
  return { ...input, mapping: parseMapping(readFileSync(file, "utf8"), file) };
}

async function importOne(mora: Mora, input: MappedInput, flags: ImportFlags): Promise<void> {
  const { mapping } = input;
  const sources =
    mapping.format === "metro2"
      ? input.files.map((file) =>
          openMetro2(join(input.folder, file), { mapping, asOf: flags.asOf }),
        )
      : [
          openCsvBundle(
            input.folder,
            mapping,
            input.files.length > 0 ? new Set(input.files) : undefined,
          ),
        ];
  if (sources.length === 0)
    throw new UserError(
      "FILE_MISSING",
      `name the Metro 2 file itself, not the folder ${input.folder}`,
    );
  for (const opening of sources) await importSource(mora, await opening, { mapping, flags });
}

async function importSource(
  mora: Mora,
  source: RowSource,
  { mapping, flags }: { mapping: Mapping; flags: ImportFlags },
): Promise<void> {
  for (const note of source.notes) console.log(`note: ${note}`);
  const bar = progressBar(flags.dryRun ? "dry run" : "import");
  const rejects = new RejectFile(flags.rejects ?? defaultRejectPath(mora, mapping));
  const summary = await importBook(mora.pool, mora, {
    mapping,
    source,
    asOf: flags.asOf,
    dryRun: flags.dryRun === true,
    onProgress: ({ kind, bytes, rows }) =>
      bar.update(kind, { bytes, rows, total: sizeOf(source, kind) }),
    onRejects: (rows) => rejects.write(rows),
  }).finally(() => bar.stop());
  print(summary, rejects);
}

const sizeOf = (source: RowSource, kind: string): number =>
  (source.files.find(({ path }) => basename(path) === `${kind}.csv`) ?? source.files[0])?.bytes ??
  0;

function defaultRejectPath({ config, clock }: Mora, mapping: Mapping): string {
  const stamp = clock.now().toISOString().replace(/[:.]/g, "-");
  return join(config.home, "rejects", `${mapping.book.code}-${stamp}.csv`);
}

/** The reject file: made only when there is something to reject. */
class RejectFile {
  readonly path: string;
  count = 0;

  constructor(path: string) {
    this.path = path;
  }

  async write(rejects: AsyncIterable<FileReject>): Promise<void> {
    mkdirSync(dirname(this.path), { recursive: true });
    const out = createWriteStream(this.path, { mode: 0o600 });
    out.write("file,line,column,code,reason\n");
    for await (const { kind, line, column, code, reason } of rejects) {
      this.count++;
      const fields = [kind, String(line), column, code, reason];
      if (!out.write(`${fields.map(quote).join(",")}\n`)) await once(out, "drain");
    }
    out.end();
    await once(out, "finish");
    if (this.count === 0) rmSync(this.path);
  }
}

const quote = (text: string): string =>
  /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

function print(summary: ImportSummary, rejects: RejectFile): void {
  const columns = ["file", "rows", "new", "changed", "unchanged", "rejected"];
  const rows = summary.kinds.map((k) => [
    k.kind,
    k.rows,
    k.new,
    k.changed,
    k.unchanged,
    k.rejected,
  ]);
  console.log(table(columns, rows));
  if (rejects.count > 0)
    console.log(`${rejects.count} rejected rows, with line, column and reason: ${rejects.path}`);
  console.log(
    summary.isDryRun ? "Dry run: nothing was written." : `Imported as of ${summary.asOf}.`,
  );
}
