import { createHash } from "node:crypto";
import { type DayNumber, dayFromTrustedIso } from "@mora/core/kernel/business-date";
import { describe, expect, test } from "vitest";
import { bundleFormat, type Column, type FileKind, fileKinds } from "../intake/index.ts";
import { centsOf, fieldsOf, headerOf, lineOf, readerOf } from "./csv.ts";
import {
  calibrationCard,
  causes,
  type DemoOptions,
  demoBooks,
  demoDeliveries,
  demoGroundTruth,
  formatCalibrationCard,
  isFalling,
  isMet,
  resultCodes,
  targetsOf,
} from "./index.ts";
import {
  chinesePhone,
  idCheckCharacter,
  mistyped,
  PEOPLE_MAX,
  reachesNobody,
  westernPhone,
} from "./numbers.ts";

const endOn = dayFromTrustedIso("2026-06-30");
const world = (people: number, months: number, seed: number): DemoOptions => ({
  people,
  months,
  seed,
  endOn,
});
const small = world(60, 2, 42);
const medium = world(1_500, 3, 7);

/** Every row of a world as (book, kind, fields), in the order of arrival. */
function* rowsOf(options: DemoOptions): Iterable<{ book: string; kind: FileKind; row: string[] }> {
  for (const { book, files } of demoDeliveries(options))
    for (const [kind, lines] of files) {
      let isHeader = true;
      for (const line of lines) {
        if (!isHeader) yield { book, kind, row: fieldsOf(line) };
        isHeader = false;
      }
    }
}

function digestOf(options: DemoOptions): string {
  const hash = createHash("sha256");
  for (const { book, asOf, deliverOn, files } of demoDeliveries(options)) {
    hash.update(`${book} ${asOf} ${deliverOn}\n`);
    for (const [kind, lines] of files) {
      hash.update(`${kind}\n`);
      for (const line of lines) hash.update(line);
    }
  }
  return hash.digest("hex");
}

describe("determinism", () => {
  test("the same options give the same bytes, other seeds others", () => {
    expect(digestOf(world(300, 2, 5))).toBe(digestOf(world(300, 2, 5)));
    expect(digestOf(world(300, 2, 5))).not.toBe(digestOf(world(300, 2, 6)));
  });

  test("the bytes of a small world are pinned: whoever changes them does so knowingly", () => {
    expect(digestOf(small)).toBe(
      "db4d174a494b2980dcd8e7504e5e274feae812b6633e0d2403fb3c30ed8caa1c",
    );
  });

  test("a larger world keeps the rows of a smaller one", () => {
    const rows = (people: number): Set<string> =>
      new Set([...rowsOf(world(people, 2, 9))].map((r) => `${r.book} ${r.kind} ${r.row.join()}`));
    const larger = rows(150);
    for (const row of rows(100)) expect(larger.has(row), row).toBe(true);
  });

  test("a file can be read again and says the same", () => {
    for (const { files } of demoDeliveries(small))
      for (const lines of files.values()) expect([...lines]).toEqual([...lines]);
  });
});

const shapes: Record<string, RegExp> = {
  key: /^.{1,64}$/,
  date: /^\d{4}-\d\d-\d\d$/,
  instant: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/,
  amount: /^\d+\.\d\d$/,
  signed_amount: /^-?\d+\.\d\d$/,
  currency: /^CNY$/,
  integer: /^-?\d+$/,
  boolean: /^true$/,
  national_id: /^\d{17}[\dX]$/,
};

function complaintAbout(column: Column, value: string): string | undefined {
  if (value === "") return column.required ? "is required" : undefined;
  if (column.values && !column.values.includes(value)) return `has no value ${value}`;
  const shape = shapes[column.type];
  return shape && !shape.test(value) ? `cannot be ${value}` : undefined;
}

describe("format", () => {
  test("every file has exactly the columns of the bundle format, every value its type", () => {
    const complaints = new Set<string>();
    const seen = new Set<FileKind>();
    for (const { kind, row } of rowsOf(medium)) {
      const columns: readonly Column[] = bundleFormat[kind];
      seen.add(kind);
      expect(row.length).toBe(columns.length);
      columns.forEach((column, i) => {
        const complaint = complaintAbout(column, row[i] ?? "");
        if (complaint) complaints.add(`${kind}.${column.name} ${complaint}`);
      });
    }
    expect([...complaints]).toEqual([]);
    expect([...fileKinds].filter((kind) => !seen.has(kind))).toEqual([]);
  });

  test("headers come first and are the format's", () => {
    for (const { files } of demoDeliveries(small))
      for (const [kind, lines] of files) {
        const [header] = lines;
        expect(header).toBe(headerOf(kind));
        expect(header).toBe(`${bundleFormat[kind].map(({ name }) => name).join(",")}\n`);
      }
  });

  test("fields with commas, quotes and line breaks survive", () => {
    const text = 'a "b", c\nd';
    const line = lineOf("notes", { note_key: "N", text });
    expect(line).toBe('N,,,,"a ""b"", c\nd"\n');
    expect(fieldsOf(line)).toEqual(["N", "", "", "", text]);
  });
});

describe("order", () => {
  test("the opening deliveries come first, then days in the order of arrival, none missing", () => {
    const options = world(20, 12, 3);
    const deliveries = [...demoDeliveries(options)];
    const [loan, card, ...daily] = deliveries;
    expect([loan?.book, card?.book]).toEqual(["LOAN", "CARD"]);
    const startOn = loan?.asOf as DayNumber;
    let before = 0;
    for (const { deliverOn, asOf } of deliveries) {
      expect(deliverOn).toBeGreaterThanOrEqual(before);
      expect(deliverOn).toBeGreaterThan(asOf);
      before = deliverOn;
    }
    for (const book of ["LOAN", "CARD"]) {
      const days = daily.filter((d) => d.book === book).map((d) => d.asOf);
      expect(days).toEqual(Array.from({ length: endOn - startOn }, (_, i) => startOn + 1 + i));
    }
    const late = daily.filter((d) => d.deliverOn > d.asOf + 1).map((d) => d.asOf);
    expect(late.length).toBeGreaterThan(0);
    expect(late).toEqual(demoGroundTruth(options).lateFiles.map((file) => file.asOf));
  });

  test("no row refers to something that its book has not delivered before", () => {
    const known = new Set<string>();
    const missing = new Set<string>();
    for (const { book, kind, row } of rowsOf(medium)) {
      const columns = bundleFormat[kind].map(({ name }) => name as string);
      const owns = {
        persons: "person_key",
        accounts: "account_key",
        "contact-points": "contact_key",
      };
      const own = owns[kind as keyof typeof owns];
      for (const name of ["person_key", "account_key", "contact_key"]) {
        const value = row[columns.indexOf(name)];
        if (value && name !== own && !known.has(`${book} ${value}`))
          missing.add(`${kind} ${value}`);
      }
      if (own) known.add(`${book} ${row[columns.indexOf(own)]}`);
    }
    expect([...missing]).toEqual([]);
  });

  test("payments lie in their delivery's day, and a reversal takes back an earlier one", () => {
    const read = readerOf("payments");
    const amounts = new Map<string, string>();
    let reversals = 0;
    for (const { book, asOf, files } of demoDeliveries(medium))
      for (const line of [...(files.get("payments") ?? [])].slice(1)) {
        const row = fieldsOf(line);
        expect(book).toBe("LOAN");
        expect(dayFromTrustedIso(read(row, "effective_on"))).toBeLessThanOrEqual(asOf);
        amounts.set(read(row, "payment_key"), read(row, "amount"));
        const reversed = read(row, "reverses_key");
        if (reversed === "") continue;
        reversals++;
        expect(amounts.get(reversed)).toBe(read(row, "amount"));
      }
    expect(reversals).toBeGreaterThan(0);
  });
});

describe("money", () => {
  test("the principal of every schedule sums to the loan exactly, and nobody pays too much", () => {
    const [accounts, instalments, payments] = [
      readerOf("accounts"),
      readerOf("instalments"),
      readerOf("payments"),
    ];
    const lent = new Map<string, number>();
    const left = new Map<string, number>();
    const open = new Map<string, number>();
    const add = (to: Map<string, number>, key: string, cents: number): void => {
      to.set(key, (to.get(key) ?? 0) + cents);
    };
    for (const { kind, row } of rowsOf(medium)) {
      if (kind === "accounts" && accounts(row, "product_kind") === "instalment_loan")
        lent.set(accounts(row, "account_key"), centsOf(accounts(row, "principal")));
      if (kind === "instalments") {
        const key = instalments(row, "account_key");
        const principal = centsOf(instalments(row, "principal"));
        expect(principal).toBeGreaterThan(0);
        add(left, key, principal);
        const rest = centsOf(instalments(row, "interest")) + centsOf(instalments(row, "fee"));
        add(open, key, principal + rest);
      }
      if (kind === "payments") {
        const sign = payments(row, "reverses_key") === "" ? -1 : 1;
        add(open, payments(row, "account_key"), sign * centsOf(payments(row, "amount")));
      }
    }
    expect(left).toEqual(lent);
    for (const [key, cents] of open) expect(cents, key).toBeGreaterThanOrEqual(0);
  });
});

describe("nobody real", () => {
  const points = readerOf("contact-points");
  const persons = readerOf("persons");

  test("phones reach nobody, mail goes to example domains, everything is marked synthetic", () => {
    for (const { kind, row } of rowsOf(medium)) {
      if (kind !== "contact-points") continue;
      const value = points(row, "value");
      const at = points(row, "kind");
      expect(points(row, "synthetic")).toBe("true");
      if (at === "email") expect(value).toMatch(/^[a-z.]+\.\d+@example\.(com|org|net)$/);
      else if (at !== "postal_address") expect(reachesNobody(value), value).toBe(true);
    }
  });

  test("numbers stay in their ranges and differ up to the largest world", () => {
    const seen = new Set<string>();
    let made = 0;
    const add = (phone: string): void => {
      expect(reachesNobody(phone), phone).toBe(true);
      seen.add(phone);
      made++;
    };
    for (let k = 0; k < PEOPLE_MAX; k += 997)
      for (const slot of [0, 1, 2, 3]) {
        add(chinesePhone(k, slot, true));
        add(chinesePhone(k + 10_000_000, slot, true));
        add(chinesePhone(k, slot, false));
        add(westernPhone(k, slot));
        add(westernPhone(k + 3_000_000, slot));
      }
    for (let k = 1; k < 20_000; k++) if (k % 997 !== 0) add(westernPhone(k, k % 4));
    expect(seen.size).toBe(made);
  });

  test("ranges that do reach people are not taken for safe ones", () => {
    for (const real of [
      "+8613800138000",
      "+12025550200",
      "+12125551234",
      "+86120",
      "+14915550100x",
    ])
      expect(reachesNobody(real), real).toBe(false);
  });

  test("ids have an unissued region and a right check character, except the labelled ones", () => {
    const wrong = new Set<string>();
    for (const { kind, row } of rowsOf(medium)) {
      const id = kind === "persons" ? persons(row, "national_id") : "";
      if (id === "") continue;
      expect(id.startsWith("99")).toBe(true);
      expect(`${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`).toBe(
        persons(row, "birth_on"),
      );
      if (idCheckCharacter(id.slice(0, 17)) !== id[17]) wrong.add(persons(row, "person_key"));
    }
    const labelled = demoGroundTruth(medium).mistypedIds;
    expect(labelled.length).toBeGreaterThan(0);
    expect([...wrong].sort()).toEqual([...labelled].sort());
  });

  test("the check character is that of GB 11643 (its own example)", () => {
    expect(idCheckCharacter("11010519491231002")).toBe("X");
    expect(idCheckCharacter(mistyped("11010519491231002X").slice(0, 17))).not.toBe("X");
  });

  test("only labelled people share an id or a phone", () => {
    const ownersById = new Map<string, Set<string>>();
    const note = (value: string, owner: string): void => {
      if (value !== "") ownersById.set(value, (ownersById.get(value) ?? new Set()).add(owner));
    };
    for (const { kind, row } of rowsOf(medium)) {
      if (kind === "persons") note(persons(row, "national_id"), persons(row, "person_key"));
      if (kind === "contact-points" && points(row, "value").startsWith("+"))
        note(points(row, "value"), points(row, "person_key"));
    }
    const shared = [...ownersById.values()].filter((owners) => owners.size > 1);
    const { duplicates, recycled } = demoGroundTruth(medium);
    const labelled = new Set([...duplicates, ...recycled].map(({ personKey }) => personKey));
    expect(shared.length).toBeGreaterThan(0);
    for (const owners of shared)
      expect(
        [...owners].some((owner) => labelled.has(owner)),
        [...owners].join(),
      ).toBe(true);
    const sharing = new Set(shared.flatMap((owners) => [...owners]));
    for (const key of labelled) expect(sharing.has(key), key).toBe(true);
  });
});

describe("talk", () => {
  test("results and causes are of the known lists, and a cause comes with a conversation only", () => {
    const read = readerOf("contacts");
    const [results, named] = [new Set<string>(resultCodes), new Set<string>(causes)];
    for (const { kind, row } of rowsOf(medium)) {
      if (kind !== "contacts") continue;
      expect(results.has(read(row, "result_code"))).toBe(true);
      const cause = read(row, "cause_code");
      if (cause === "") continue;
      expect(named.has(cause)).toBe(true);
      expect(read(row, "result_code")).toBe("rpc");
    }
  });

  test("a person whose phone others answer is never the right party of a call", () => {
    const options = world(5_000, 3, 1);
    const labelled = new Set(demoGroundTruth(options).thirdParties);
    const read = readerOf("contacts");
    let answered = 0;
    for (const { kind, row } of rowsOf(options))
      if (kind === "contacts" && labelled.has(read(row, "person_key"))) {
        if (read(row, "result_code") === "third_party") answered++;
        expect(read(row, "result_code")).not.toBe("rpc");
      }
    expect(answered).toBeGreaterThan(0);
  });

  test("nobody is called while a hold, a dispute, a complaint or a petition stands", () => {
    const [contacts, standing] = [readerOf("contacts"), new Map<string, [string, string]>()];
    const calls: Array<[string, string]> = [];
    for (const { kind, row } of rowsOf(world(5_000, 3, 1))) {
      const columns = bundleFormat[kind].map(({ name }) => name as string);
      const field = (name: string): string => row[columns.indexOf(name)] ?? "";
      const isPetition = kind === "bankruptcies" && field("stage") === "petition";
      if (isPetition || kind === "holds" || kind === "disputes" || kind === "complaints")
        standing.set(field("person_key"), [field("from_on"), field("to_on") || "9999-12-31"]);
      if (kind === "contacts")
        calls.push([contacts(row, "person_key"), contacts(row, "at").slice(0, 10)]);
    }
    const called = new Set(calls.map(([key]) => key));
    expect([...standing.keys()].some((key) => called.has(key))).toBe(true);
    for (const [key, on] of calls) {
      const [from, to] = standing.get(key) ?? ["9999", "9999"];
      expect(on >= from && on <= to, `${key} ${on}`).toBe(false);
    }
  });

  test("there are two books, and the mapping says that they are synthetic", () => {
    const books = demoBooks(small);
    expect(books.map(({ code }) => code)).toEqual(["LOAN", "CARD"]);
    for (const { mapping } of books) expect(mapping.synthetic).toBe(true);
  });
});

describe("calibration", () => {
  test.each([1, 2, 3])("5,000 people over 12 months, seed %i: every target is met", (seed) => {
    const card = calibrationCard().read(demoDeliveries(world(5_000, 12, seed)));
    const measured = card.measured();
    const missed = targetsOf(measured).filter((target) => !isMet(target));
    expect(missed.map(({ name, share }) => `${name.en}: ${share.hits} of ${share.of}`)).toEqual([]);
    expect(isFalling(measured)).toBe(true);
    for (const lang of ["en", "zh"] as const)
      expect(formatCalibrationCard(card, lang)).not.toContain("✗");
  });

  test("the card counts what flows through it, once", () => {
    const options = world(400, 1, 4);
    const card = calibrationCard();
    let payments = 0;
    for (const { files } of card.watch(demoDeliveries(options)))
      for (const [kind, lines] of files) {
        const count = [...lines].length - 1;
        if (kind === "payments") payments += count;
        expect([...lines].length - 1).toBe(count);
      }
    expect(card.measured().payments).toBe(payments);
    expect(card.measured().dirt.lateFiles).toBe(demoGroundTruth(options).lateFiles.length);
  });
});
