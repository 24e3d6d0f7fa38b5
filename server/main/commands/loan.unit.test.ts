import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { loanCommand } from "./loan.ts";

let folder: string;
const out: string[] = [];
const err: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mora-loan-"));
  out.length = 0;
  err.length = 0;
  vi.spyOn(console, "log").mockImplementation((text: string) => void out.push(text));
  vi.spyOn(console, "error").mockImplementation((text: string) => void err.push(text));
});

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
  rmSync(folder, { recursive: true, force: true });
});

const story = (days: number): string => `story: 1
title: A test
currency: CNY
schedule: { startOn: 2026-01-01, rows: [{ dueOn: 2026-02-01, principal: "1.00" }] }
questions: [{ on: 2026-02-11, expect: { daysPastDue: ${days} } }]
`;

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const replay = async (...args: string[]): Promise<typeof process.exitCode> => {
  await loanCommand().parseAsync(["node", "loan", "replay", ...args]);
  return process.exitCode;
};

test("0 when every claim holds", async () => {
  expect(await replay(file("good.yaml", story(10)))).toBe(0);
  expect(out.join("\n")).toContain("Every claim holds: 1 of 1.");
});

test("1 when one does not", async () => {
  expect(await replay(file("wrong.yaml", story(11)))).toBe(1);
  expect(out.join("\n")).toContain("engine says: 10");
});

test("2 when a file is no story, whatever the others are; the place is named", async () => {
  const bad = file("bad.yaml", story(10).replace("currency: CNY", "currency: XYZ"));
  expect(await replay(file("wrong.yaml", story(11)), bad)).toBe(2);
  expect(err).toEqual([
    `mora: STORY_MALFORMED: ${bad}:3:1: currency: this is no currency of ISO 4217`,
  ]);
  expect(await replay(join(folder, "nowhere.yaml"))).toBe(2);
  expect(err.at(-1)).toContain("STORY_MISSING");
});

test("JSON has every figure, in either language", async () => {
  await replay("--json", file("good.yaml", story(10)));
  expect(JSON.parse(out[0] as string)).toMatchObject({
    failures: [],
    cases: [{ answers: [{ daysPastDue: 10, bucket: "M1", balance: { total: "1.00" } }] }],
  });
  await replay("--lang", "zh", file("good.yaml", story(10)));
  expect(out[1]).toContain("逾期 10 天");
});

test("a language that is not there is refused", async () => {
  await expect(replay("--lang", "fr", file("good.yaml", story(10)))).rejects.toThrow("en or zh");
});
