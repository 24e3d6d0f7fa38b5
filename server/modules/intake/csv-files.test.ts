import { once } from "node:events";
import { createWriteStream, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { testMapping } from "../../../testkit/lender.ts";
import { openCsvBundle } from "./csv-source.ts";
import type { SourceLine } from "./source.ts";

const mapping = testMapping();
const folderWith = (name: string, content: string | Buffer): string => {
  const folder = mkdtempSync(join(tmpdir(), "mora-csv-"));
  writeFileSync(join(folder, name), content);
  return folder;
};

async function readAll(folder: string, over = mapping): Promise<SourceLine[]> {
  const source = await openCsvBundle(folder, over);
  const lines: SourceLine[] = [];
  for await (const batch of source.rows("persons", () => undefined)) lines.push(...batch);
  return lines;
}

const gb18030 = Buffer.concat([
  Buffer.from("person_key,name\nP1,"),
  Buffer.from([0xcd, 0xf5]),
  Buffer.from("\n"),
]);

describe("encodings", () => {
  test.each([
    ["UTF-8", Buffer.from("person_key,name\nP1,王\n")],
    ["UTF-8 with byte order mark", Buffer.from("\uFEFFperson_key,name\nP1,王\n")],
    ["GB18030", gb18030],
    ["UTF-8 with Windows line ends", Buffer.from("person_key,name\r\nP1,王\r\n")],
  ])("%s is read as it was meant", async (_name, bytes) => {
    const [line] = await readAll(folderWith("persons.csv", bytes));
    expect(line?.values?.slice(0, 3)).toEqual(["P1", "", "王"]);
  });

  test("bytes that are neither are refused with their place", async () => {
    const bytes = Buffer.concat([
      Buffer.from("person_key,name\nP1,"),
      Buffer.from([0xff, 0xff]),
      Buffer.from("\n"),
    ]);
    await expect(readAll(folderWith("persons.csv", bytes))).rejects.toMatchObject({
      code: "FILE_ENCODING",
    });
  });
});

describe("files that must not pass for complete ones", () => {
  test.each([
    ["an empty file", "", "FILE_EMPTY"],
    [
      "a file cut off within its last row",
      "person_key,name,national_id\nP1,a,b\nP2,a",
      "FILE_TRUNCATED",
    ],
    ["a file cut off within quotes", 'person_key,name\nP1,"half a na', "FILE_TRUNCATED"],
  ])("%s", async (_what, text, code) => {
    await expect(readAll(folderWith("persons.csv", text))).rejects.toMatchObject({ code });
  });

  test("fewer rows than the sender promised", async () => {
    const promised = testMapping({ rows: { persons: 2 } });
    await expect(
      readAll(folderWith("persons.csv", "person_key,name\nP1,a\n"), promised),
    ).rejects.toMatchObject({
      code: "FILE_TRUNCATED",
    });
  });

  test("a line of 100 MB ends in an error, in bounded memory", async () => {
    const folder = folderWith("accounts.csv", "");
    const out = createWriteStream(join(folder, "persons.csv"));
    out.write("person_key,name\nP1,");
    const megabyte = "x".repeat(1 << 20);
    for (let i = 0; i < 100; i++) if (!out.write(megabyte)) await once(out, "drain");
    out.end("\n");
    await once(out, "finish");
    writeFileSync(join(folder, "accounts.csv"), "account_key\n");
    const before = process.memoryUsage().rss;
    await expect(readAll(folder)).rejects.toMatchObject({ code: "LINE_TOO_LONG" });
    expect(process.memoryUsage().rss - before).toBeLessThan(80 << 20);
  });

  test("a folder without any file of a bundle", async () => {
    await expect(readAll(folderWith("other.txt", "x"))).rejects.toMatchObject({
      code: "BUNDLE_EMPTY",
    });
  });
});
