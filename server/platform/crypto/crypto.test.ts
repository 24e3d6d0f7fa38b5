import { mkdtempSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { idFrom, keyRingFromSeed, openKeyRing, parseKeyRing, rowHash } from "./keys.ts";
import { createPartyKey, openField, sealField, unwrapPartyKey, wrap } from "./seal.ts";
import {
  contractTokens,
  initialsOf,
  nameTokens,
  normaliseName,
  numberTokens,
  searchTokens,
} from "./search-token.ts";
import { uuidV7 } from "./uuid.ts";

const ring = keyRingFromSeed("a");
const ann = "0f8fad5b-d9cb-869f-a165-70867728950e";
const bob = "7c9e6679-7425-80de-944b-e07fc1f90ae7";

describe("sealed fields", () => {
  const { key, wrapped } = createPartyKey(ring, ann);

  test("open with the party's key, and never look the same twice", () => {
    const [one, two] = [sealField(key, "name", "王小明"), sealField(key, "name", "王小明")];
    expect(openField(key, "name", one)).toBe("王小明");
    expect(one.equals(two)).toBe(false);
    expect(one.includes("王")).toBe(false);
  });

  test("do not open in another column, for another person, or altered", () => {
    const sealed = sealField(key, "name", "Ann");
    expect(() => openField(key, "national_id", sealed)).toThrow();
    expect(() => openField({ ...key, partyId: bob }, "name", sealed)).toThrow();
    const altered = Buffer.from(sealed);
    altered[15] = (altered[15] ?? 0) ^ 1;
    expect(() => openField(key, "name", altered)).toThrow();
  });

  test("the wrapped key opens with its master key only", () => {
    const row = { partyId: ann, wrapped, masterVersion: 1 };
    expect(unwrapPartyKey(ring, row).key.equals(key.key)).toBe(true);
    expect(() => unwrapPartyKey(keyRingFromSeed("b"), row)).toThrow();
    expect(() => unwrapPartyKey(ring, { ...row, masterVersion: 2 })).toThrow(/no master key 2/);
  });

  test("a new master key takes over by wrapping again; sealed values stay as they are", () => {
    const sealed = sealField(key, "name", "Ann");
    const rotated = {
      ...ring,
      masterVersion: 2,
      masterByVersion: new Map([...ring.masterByVersion, [2, Buffer.alloc(32, 7)]]),
    };
    const rewrapped = wrap(
      rotated,
      unwrapPartyKey(rotated, { partyId: ann, wrapped, masterVersion: 1 }),
    );
    const opened = unwrapPartyKey(rotated, { partyId: ann, wrapped: rewrapped, masterVersion: 2 });
    expect(openField(opened, "name", sealed)).toBe("Ann");
  });
});

describe("the key file", () => {
  test("is made once, for its owner alone, and read ever after", () => {
    const path = join(mkdtempSync(join(tmpdir(), "mora-keys-")), "keys.json");
    const made = openKeyRing(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(openKeyRing(path).indexKey).toBe(made.indexKey);
  });

  test("a damaged one is refused by name, never replaced", () => {
    const path = join(mkdtempSync(join(tmpdir(), "mora-keys-")), "keys.json");
    writeFileSync(path, JSON.stringify({ master: { 1: "c2hvcnQ=" }, index: {} }));
    expect(() => openKeyRing(path)).toThrow(/does not hold 32-byte keys/);
    expect(() => parseKeyRing("{}", "keys.json")).toThrow(/keys.json/);
  });
});

describe("search tokens", () => {
  const finds = (query: string, tokens: readonly bigint[]): boolean =>
    searchTokens(ring, query).some((token) => tokens.includes(token));

  test.each([
    ["王小明", "王小明"],
    ["王", "王小明"],
    ["王小", "王小明"],
    ["wxm", "王小明"],
    ["WXM", "王小明"],
    ["Ann Lee", "Ann Lee"],
    ["ann lee", "Ann Lee"],
    ["ann", "Ann Lee"],
    ["al", "Ann Lee"],
  ])("%s finds %s by name", (query, name) => {
    expect(finds(query, nameTokens(ring, name))).toBe(true);
  });

  test.each([
    ["13800138000", true],
    ["138 0013 8000", true],
    ["8000", true],
    ["800", false],
    ["9000", false],
  ])("%s finds +86 138…8000: %s", (query, found) => {
    expect(finds(query, numberTokens(ring, "phone", "13800138000"))).toBe(found);
  });

  test("an id is found whole and by its last six, a contract whole and by its end", () => {
    const id = numberTokens(ring, "id", "11010119900307123X");
    expect(finds("11010119900307123x", id)).toBe(true);
    expect(finds("07123X", id)).toBe(true);
    expect(finds("L0000043-1", contractTokens(ring, "L0000043-1"))).toBe(true);
    expect(finds("0043-1", contractTokens(ring, "L0000043-1"))).toBe(true);
  });

  test("names are compared without case, width, spaces and dots", () => {
    expect(normaliseName("Ａnn  O’Neil")).toBe("annoneil");
    expect(initialsOf("王小明")).toBe("wxm");
    expect(initialsOf("Mary-Ann Lee")).toBe("mal");
  });

  test("another index key makes other tokens", () => {
    expect(nameTokens(keyRingFromSeed("b"), "Ann")).not.toEqual(nameTokens(ring, "Ann"));
  });
});

describe("ids", () => {
  test("the same source key gives the same id, a version 8 UUID", () => {
    const id = idFrom(ring, ["creditor", "account", "A1"]);
    expect(id).toBe(idFrom(ring, ["creditor", "account", "A1"]));
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(id).not.toBe(idFrom(ring, ["creditor", "accountA1"]));
    expect(id).not.toBe(idFrom(keyRingFromSeed("b"), ["creditor", "account", "A1"]));
  });

  test("version 7 ids sort by time", () => {
    expect(uuidV7(new Date(1_000)) < uuidV7(new Date(2_000))).toBe(true);
    expect(uuidV7(new Date())).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/);
  });

  test("a row's hash changes with any field, and fields do not run together", () => {
    expect(rowHash(ring, ["a", "b"]).equals(rowHash(ring, ["a", "b"]))).toBe(true);
    expect(rowHash(ring, ["ab", ""]).equals(rowHash(ring, ["a", "b"]))).toBe(false);
  });
});
