import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../server/platform/config.ts";
import { startEmbedded } from "../server/platform/db/embedded.ts";
import { migrate } from "../server/platform/db/migrate.ts";
import { importReference } from "./import-doc.ts";
import { storySchema, storySchemaFile } from "./story-schema.ts";

/**
 * Makes the generated files anew: from the migrations `db/types.gen.ts`, the types that Kysely checks
 * queries against; from the bundle format `docs/import-reference.md`; from the story format `docs/story.schema.json`. With `--verify` nothing is written and a difference is an error.
 */
const isVerify = process.argv.includes("--verify");

const home = mkdtempSync(join(tmpdir(), "mora-generate-"));
// Open to the server's user, so that the data stays in this folder and goes with it.
chmodSync(home, 0o755);
const server = await startEmbedded({ home, settings: ["fsync=off"] });
try {
  await migrate(server.url);
  const out = join(home, "types.gen.ts");
  execFileSync(
    join(projectRoot, "node_modules/.bin/kysely-codegen"),
    [
      ...["--dialect", "postgres", "--url", server.url, "--out-file", out],
      ...["--date-parser", "string", "--numeric-parser", "string", "--include-pattern", "public.*"],
      ...["--type-mapping", '{"int8":"bigint","timestamptz":"string"}'],
    ],
    { cwd: projectRoot, stdio: ["ignore", "ignore", "inherit"] },
  );
  keep("db/types.gen.ts", readFileSync(out, "utf8"));
  keep("docs/import-reference.md", importReference());
  keep(storySchemaFile, storySchema());
} finally {
  await server.release();
  rmSync(home, { recursive: true, force: true });
}

function keep(path: string, made: string): void {
  const target = join(projectRoot, path);
  if (!isVerify) {
    writeFileSync(target, made);
    return;
  }
  if (existsSync(target) && made === readFileSync(target, "utf8")) return;
  console.error(`${path} differs from what its source makes. Run: npm run generate`);
  process.exitCode = 1;
}
