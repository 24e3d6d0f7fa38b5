import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LoanPolicy } from "@mora/contract/loan-policy";
import { type Story, storySchema } from "@mora/contract/story";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { projectRoot } from "../../platform/config.ts";
import { readStory, replayStory, statementOf } from "./index.ts";

/** docs/stories is the manual of the loan engine: this holds every word of it. */
const folder = join(projectRoot, "docs/stories");
const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
const read = (path: string): string => readFileSync(join(projectRoot, path), "utf8");

function storyOf(file: string): Story {
  const reading = readStory(readFileSync(join(folder, file), "utf8"));
  if (!reading.ok) throw new Error(`${file}: ${JSON.stringify(reading.problems)}`);
  return reading.story;
}

describe("stories", () => {
  test("are there", () => {
    expect(files.length).toBeGreaterThanOrEqual(55);
  });

  test.each(files)("%s", (file) => {
    const answer = replayStory(storyOf(file));
    expect(answer.failures).toEqual([]);
    expect(answer.claims).toBeGreaterThan(0);
  });

  test.each(files)("%s reads well in both languages", (file) => {
    const answer = replayStory(storyOf(file));
    for (const language of ["en", "zh"] as const) {
      const statement = statementOf(answer, language);
      expect(statement).toContain(answer.title);
      expect(statement).not.toMatch(/undefined|\[object/);
    }
  });

  test.each(files.filter((name) => name.startsWith("policy-")))("%s shows a difference", (file) => {
    const { variants = {} } = storyOf(file);
    const policies = new Set(Object.values(variants).map(({ policy }) => JSON.stringify(policy)));
    expect(policies.size).toBeGreaterThanOrEqual(2);
  });

  test.each(files.filter((name) => name.startsWith("published-")))("%s has a source", (file) => {
    expect(storyOf(file).source).toMatch(/\w{3}/);
  });
});

describe("the manual", () => {
  test("its example of a story holds", () => {
    const [, yaml = ""] = /```yaml\n([\s\S]*?)```/.exec(read("docs/stories.md")) ?? [];
    const reading = readStory(yaml);
    expect(reading.ok && replayStory(reading.story)).toMatchObject({ claims: 4, failures: [] });
  });

  test.each(files)("lists %s by its title", (file) => {
    expect(read("docs/stories/README.md")).toContain(`- [${storyOf(file).title}](${file})`);
  });
});

test("docs/story.schema.json is the schema of the format, made by npm run generate", () => {
  expect(read("docs/story.schema.json")).toBe(storySchema());
});

type JsonSchema = { readonly [key: string]: unknown };

/** Paths of properties that neither say what they are nor refer to something that does. */
function undescribed(schema: unknown, path: string): string[] {
  if (Array.isArray(schema)) return schema.flatMap((item, i) => undescribed(item, `${path}[${i}]`));
  if (typeof schema !== "object" || schema === null) return [];
  const { properties = {}, ...rest } = schema as { properties?: Record<string, JsonSchema> };
  const bare = Object.entries(properties).flatMap(([key, inner]) => [
    ...(inner.description || inner.$ref || inner.const ? [] : [`${path}.${key}`]),
    ...undescribed(inner, `${path}.${key}`),
  ]);
  return [
    ...bare,
    ...Object.entries(rest).flatMap(([key, inner]) => undescribed(inner, `${path}/${key}`)),
  ];
}

test("the schema describes every field", () => {
  expect(undescribed(JSON.parse(storySchema()), "")).toEqual([]);
});

/** `penalty.rate`, `cutOff.at` …: everything that a policy may set. */
function switchesOf(schema: z.ZodType, path: string): string[] {
  if (schema instanceof z.ZodOptional) return switchesOf(schema.unwrap() as z.ZodType, path);
  if (!(schema instanceof z.ZodObject)) return [path];
  return Object.entries(schema.shape).flatMap(([key, inner]) =>
    switchesOf(inner as z.ZodType, path === "" ? key : `${path}.${key}`),
  );
}

const cellsByKey = new Map(
  read("docs/policies.md")
    .split("\n")
    .flatMap((line) => {
      const cells = line.split("|").map((cell) => cell.trim());
      const key = /^`([^`]+)`$/.exec(cells[1] ?? "")?.[1];
      return key === undefined ? [] : [[key, cells.slice(2, -1)] as const];
    }),
);

const linkedStories = (cell: string): string[] =>
  [...cell.matchAll(/\(stories\/([\w-]+\.yaml)\)/g)].map(([, file = ""]) => file);

describe("docs/policies.md", () => {
  const switches = switchesOf(LoanPolicy, "");

  test("knows as many switches as there are", () => {
    expect(switches.length).toBeGreaterThanOrEqual(27);
  });

  test.each(switches)("%s has values, a default, a source and a story", (key) => {
    const [values, standard, meaning, source, story = ""] = cellsByKey.get(key) ?? [];
    for (const cell of [values, standard, meaning, source]) expect(cell).toBeTruthy();
    const linked = linkedStories(story);
    expect(linked.length).toBeGreaterThan(0);
    for (const file of linked) expect(existsSync(join(folder, file))).toBe(true);
    const leaf = key.split(".").at(-1);
    expect(
      linked.some((file) => readFileSync(join(folder, file), "utf8").includes(`${leaf}:`)),
    ).toBe(true);
  });

  const codes = [
    ...(/export type AdmitRefusal = Refusal<([^>]+)>/
      .exec(read("core/ledger/admit.ts"))?.[1]
      ?.matchAll(/"([A-Z_]+)"/g) ?? []),
  ].map(([, code = ""]) => code);

  test("the codes of the engine are found", () => {
    expect(codes.length).toBeGreaterThanOrEqual(18);
  });

  test.each(codes)("%s is explained and shown", (code) => {
    const section = read("docs/policies.md").split("\n## Refusals")[1] ?? "";
    expect(section).toContain(`\`${code}\``);
    const [, story = ""] = cellsByKey.get(code) ?? [];
    const shown = linkedStories(story).some((file) =>
      readFileSync(join(folder, file), "utf8").includes(`refused: ${code}`),
    );
    expect(shown).toBe(true);
  });
});
