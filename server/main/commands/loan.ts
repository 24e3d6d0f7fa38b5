import { readFileSync } from "node:fs";
import { storySchema } from "@mora/contract/story";
import { Command } from "commander";
import { isLanguage, readStory, replayStory, statementOf } from "../../modules/ledger/index.ts";
import { UserError } from "../../platform/errors.ts";

/** `mora loan …`: the loan engine on files, without a database. */
export function loanCommand(): Command {
  const loan = new Command("loan").description("the loan engine on story files (docs/stories.md)");
  loan
    .command("replay")
    .argument("<file...>", "stories in YAML or JSON; - reads standard input")
    .option("--json", "the answers as JSON")
    .option("--lang <language>", "en or zh", "en")
    .description(
      "replay stories; exit status 1 when a claim does not hold, 2 when a file is no story",
    )
    .action(replayCommand);
  loan
    .command("schema")
    .description("print the JSON Schema of the story format")
    .action(() => void process.stdout.write(storySchema()));
  return loan;
}

type ReplayFlags = { readonly json?: boolean; readonly lang: string };

/** Each status is worse than those below it; the worst file decides. */
const HOLDS = 0;
const FAILS = 1;
const MALFORMED = 2;

function replayCommand(paths: readonly string[], { json, lang }: ReplayFlags): void {
  if (!isLanguage(lang)) throw new UserError("LANGUAGE_UNKNOWN", "--lang is en or zh");
  const told = paths.map((path) =>
    replayFile(path, (answer) => (json ? answer : statementOf(answer, lang))),
  );
  const made = told.flatMap(({ output }) => (output === undefined ? [] : [output]));
  if (json) console.log(JSON.stringify(paths.length === 1 ? made[0] : made, null, 2));
  else if (made.length > 0) console.log(made.join("\n\n"));
  process.exitCode = Math.max(...told.map(({ status }) => status));
}

function replayFile<T>(
  path: string,
  show: (answer: ReturnType<typeof replayStory>) => T,
): { status: number; output?: T } {
  const text = textOf(path);
  if (text === undefined) return { status: MALFORMED };
  const reading = readStory(text);
  if (!reading.ok) {
    for (const { path: at, line, column, what } of reading.problems)
      console.error(`mora: STORY_MALFORMED: ${path}:${line}:${column}: ${at && `${at}: `}${what}`);
    return { status: MALFORMED };
  }
  const answer = replayStory(reading.story);
  return { status: answer.failures.length > 0 ? FAILS : HOLDS, output: show(answer) };
}

/** A story is one loan: more than this is a mistake, or would take minutes. */
const STORY_BYTES_MAX = 1_000_000;

/** The file's text; undefined, with the reason said, where there is none to read. */
function textOf(path: string): string | undefined {
  const no = (code: string, why: string): undefined => {
    console.error(`mora: ${code}: ${why}`);
    return undefined;
  };
  try {
    const bytes = readFileSync(path === "-" ? 0 : path);
    return bytes.length <= STORY_BYTES_MAX
      ? bytes.toString("utf8")
      : no("STORY_TOO_LARGE", `${path} has more than ${STORY_BYTES_MAX / 1_000} kB`);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === "ENOENT"
      ? no("STORY_MISSING", `there is no story file ${path}`)
      : no("STORY_UNREADABLE", `${path} cannot be read: ${message}`);
  }
}
