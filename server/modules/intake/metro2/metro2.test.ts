import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { useDatabase } from "../../../../testkit/database.ts";
import { runTo, testMapping, testRing } from "../../../../testkit/lender.ts";
import { realFile } from "../../../../testkit/real-data.ts";
import { fixedClock } from "../../../platform/clock.ts";
import { readWorkItems } from "../../cases/index.ts";
import { listBooks, signNoSuppression } from "../../portfolio/index.ts";
import { type ImportSummary, importBook } from "../import-book.ts";
import type { FileReject } from "../staging.ts";
import { openMetro2 } from "./metro2-source.ts";
import { parseRecord } from "./record.ts";

const ZONE = "America/New_York";
const mapping = testMapping({
  creditor: { code: "KM", name: "KM Finance" },
  book: { code: "AUTO", name: "Auto loans", kind: "host_fed", zone: ZONE, currency: "USD" },
  format: "metro2",
  products: { "M2-I00": { name: "Auto loan", bucketScheme: "metro2" } },
});

type Imported = ImportSummary & { rejects: FileReject[]; notes: readonly string[] };

async function importMetro2(
  store: ReturnType<typeof useDatabase>,
  path: string,
  asOf: string,
): Promise<Imported> {
  const source = await openMetro2(path, { mapping, asOf });
  const rejects: FileReject[] = [];
  const clock = fixedClock(new Date(`${asOf}T12:00:00Z`));
  const summary = await importBook(
    store.pool,
    { ring: testRing, clock },
    {
      mapping,
      source,
      asOf,
      onRejects: async (rows) => {
        for await (const row of rows) rejects.push(row);
      },
    },
  );
  return { ...summary, rejects, notes: source.notes };
}

const real = realFile("cfpb-metro2/m2_2k_lines_deidentified.TXT");

describe.skipIf(!real.isThere)("the real file of 1,998 auto loans", () => {
  const store = useDatabase();

  test("loads with its one unparseable line rejected and every other account in", async () => {
    const { rejects, kinds, notes } = await importMetro2(store, real.path, "2019-01-31");
    expect(rejects).toEqual([
      expect.objectContaining({
        kind: "accounts",
        line: 2,
        column: "record_descriptor",
        code: "RECORD_MALFORMED",
      }),
    ]);
    expect(kinds.find(({ kind }) => kind === "accounts")).toMatchObject({
      rows: 1998,
      new: 1997,
      rejected: 1,
    });
    expect(kinds.find(({ kind }) => kind === "persons")).toMatchObject({ rejected: 0, new: 2809 });
    expect(notes).toEqual([
      expect.stringContaining("the trailer counts 564618 base records, the file has 1998"),
    ]);
  });

  test("the same file again changes nothing", async () => {
    const { kinds } = await importMetro2(store, real.path, "2019-01-31");
    expect(kinds.map((k) => [k.kind, k.new, k.changed])).toEqual(
      kinds.map(({ kind }) => [kind, 0, 0]),
    );
  });

  test("its day runs: paid and settled accounts never enter, charge-offs are a stage and no bucket", async () => {
    await runTo(store, "2019-02-01", ZONE);
    const { rows } = await store.pool.query(
      `select h.host_status, a.bucket, count(*)::int as accounts, count(a.collections_since)::int as entered
       from account a join host_balance h on h.party_id = a.party_id and h.account_id = a.account_id
       group by 1, 2 order by 1, 2`,
    );
    expect(rows).toEqual([
      { host_status: "11", bucket: "C", accounts: 323, entered: 0 },
      { host_status: "13", bucket: "X", accounts: 366, entered: 0 },
      { host_status: "64", bucket: "X", accounts: 27, entered: 0 },
      { host_status: "71", bucket: "M1", accounts: 31, entered: 31 },
      { host_status: "78", bucket: "M2", accounts: 12, entered: 12 },
      { host_status: "80", bucket: "M3", accounts: 5, entered: 5 },
      { host_status: "82", bucket: "M4", accounts: 1, entered: 1 },
      { host_status: "96", bucket: "C", accounts: 1, entered: 0 },
      { host_status: "97", bucket: "CO", accounts: 1225, entered: 1225 },
      { host_status: "97", bucket: "X", accounts: 6, entered: 0 },
    ]);
  });

  test("only the status band is known, so the band is shown and no day is invented", async () => {
    const { rows } = await store.pool.query(
      `select distinct bucket, dpd_band_from, dpd_band_to, oldest_unpaid_due_on from account where bucket like 'M%' order by 1`,
    );
    expect(rows).toEqual([
      { bucket: "M1", dpd_band_from: 30, dpd_band_to: 59, oldest_unpaid_due_on: null },
      { bucket: "M2", dpd_band_from: 60, dpd_band_to: 89, oldest_unpaid_due_on: null },
      { bucket: "M3", dpd_band_from: 90, dpd_band_to: 119, oldest_unpaid_due_on: null },
      { bucket: "M4", dpd_band_from: 120, dpd_band_to: 149, oldest_unpaid_due_on: null },
    ]);
    const kept = await store.pool.query(
      "select count(*)::int as n from debt where first_delinquency_on is not null",
    );
    expect((kept.rows[0] as { n: number }).n).toBeGreaterThan(1200);
  });

  test("nobody is in Today until two people have signed for the missing suppression file", async () => {
    const empty = await readWorkItems(store.db, testRing, { offset: 0, limit: 200 });
    expect(empty.total).toBe(0);
    expect(empty.withheld).toEqual([{ reason: "book_not_contactable", people: 1274 }]);
    const clock = fixedClock(new Date("2019-02-01T12:00:00Z"));
    const sign = (signer: string): Promise<{ isContactable: boolean }> =>
      signNoSuppression(store.pool, clock, { bookCode: "AUTO", signer });
    expect(await sign("Ann Lee")).toMatchObject({ isContactable: false });
    await expect(sign(" ann lee ")).rejects.toMatchObject({ code: "ALREADY_SIGNED" });
    expect(await sign("Bo Chen")).toMatchObject({ isContactable: true });
    expect((await listBooks(store.db))[0]).toMatchObject({
      suppression: "signed_none",
      isContactable: true,
    });
  });

  test("in Today: nobody bankrupt, no co-obligor of a chapter 12 or 13 petition, nobody deceased", async () => {
    const listed = new Set<string>();
    for (let offset = 0; ; offset += 200) {
      const page = await readWorkItems(store.db, testRing, { offset, limit: 200 });
      for (const item of page.items) listed.add(item.accountRef);
      if (page.items.length === 0) break;
    }
    expect(listed.size).toBeGreaterThan(1200);
    const protectedAccounts = readProtected(real.path);
    expect(protectedAccounts.size).toBeGreaterThan(25);
    expect([...protectedAccounts].filter((account) => listed.has(account))).toEqual([]);
  });
});

/**
 * Accounts that must not be worked, read from the raw text by position, apart from the importer: an
 * indicator other than Q on the primary; D or C on anybody of the account; X for the primary.
 */
function readProtected(path: string): Set<string> {
  const accounts = new Set<string>();
  for (const line of readFileSync(path, "utf8").split("\n")) {
    if (!/^\d{4}/.test(line) || /HEADER|TRAILER/.test(line.slice(0, 14))) continue;
    const primaryIndicator = line.slice(325, 327).trim();
    const others: string[] = [];
    for (let at = 426; at < line.length; at += line.startsWith("J2", at) ? 200 : 100)
      others.push(line.slice(at + 97, at + 99).trim());
    const isStayed = [primaryIndicator, ...others].some((code) => code === "C" || code === "D");
    const isBankrupt = primaryIndicator !== "" && primaryIndicator !== "Q";
    if (isStayed || isBankrupt || line[324] === "X") accounts.add(line.slice(42, 72).trim());
  }
  return accounts;
}

const months = ["jan", "feb", "mar"].map((month) => realFile(`cfpb-metro2/${month}-2018.txt`));

describe.skipIf(months.some(({ isThere }) => !isThere))(
  "three months of the same two accounts",
  () => {
    const store = useDatabase();

    test("each month changes what it changes; a missing trailer needs the mapping's word", async () => {
      const [january] = months;
      await expect(
        openMetro2(january?.path ?? "", { mapping, asOf: "2018-01-31" }),
      ).rejects.toMatchObject({ code: "FILE_TRUNCATED" });
      const lenient = { ...mapping, allowMissingTrailer: true };
      const ends = ["2018-01-31", "2018-02-28", "2018-03-31"];
      for (const [i, { path }] of months.entries()) {
        const asOf = ends[i] as string;
        const source = await openMetro2(path, { mapping: lenient, asOf });
        const clock = fixedClock(new Date(`${asOf}T12:00:00Z`));
        await importBook(store.pool, { ring: testRing, clock }, { mapping: lenient, source, asOf });
        await runTo(store, `2018-0${i + 2}-01`, ZONE);
      }
      const { rows } = await store.pool.query(
        "select on_date, kind, payload from account_event where kind in ('entered_collections', 'exited_collections', 'bucket_changed') order by 1, 2",
      );
      expect(rows).toEqual([
        { on_date: "2018-02-01", kind: "entered_collections", payload: { reason: "past_due" } },
        expect.objectContaining({ kind: "bucket_changed" }),
        expect.objectContaining({ kind: "exited_collections", payload: { reason: "paid" } }),
      ]);
    });
  },
);

describe("records", () => {
  const record = (over: Record<number, string> = {}, tail = ""): string => {
    const text = `${String(426 + tail.length).padStart(4, "0")}${" ".repeat(422)}${tail}`.split("");
    for (const [at, value] of Object.entries({ 43: "ACC1", 124: "11", 325: "1", ...over }))
      text.splice(Number(at) - 1, value.length, ...value);
    return text.join("");
  };

  test("segments beyond the base are read whole, and an unknown one is refused by name", () => {
    expect(parseRecord(record({}, `K1${" ".repeat(32)}J1 ${" ".repeat(93)}2D  `), 7)).toMatchObject(
      {
        key: "ACC1",
        consumers: [{ isPrimary: true }, { isPrimary: false, ecoa: "2", indicator: "D" }],
      },
    );
    expect(parseRecord(record({}, `Z9${" ".repeat(40)}x`), 7)).toMatchObject({
      code: "RECORD_MALFORMED",
      column: "segment",
    });
  });

  test("a segment that is cut off is refused, not guessed", () => {
    expect(parseRecord(record({}, `J2${" ".repeat(90)}`), 7)).toMatchObject({
      code: "RECORD_MALFORMED",
      column: "J2",
    });
  });

  test("a file that is no Metro 2 file is told apart at once", async () => {
    const path = join(mkdtempSync(join(tmpdir(), "mora-m2-")), "file.txt");
    writeFileSync(path, "hello\n");
    await expect(openMetro2(path, { mapping, asOf: "2019-01-31" })).rejects.toMatchObject({
      code: "METRO2_HEADER",
    });
  });
});
