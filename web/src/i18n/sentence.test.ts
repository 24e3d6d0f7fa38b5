import { components } from "@mora/core/ledger/components";
import i18next from "i18next";
import { beforeAll, expect, test } from "vitest";
import { en } from "./en.ts";
import { sentence, unsaid } from "./sentence.ts";
import { zh } from "./zh.ts";

beforeAll(async () => {
  await i18next.init({
    lng: "en",
    resources: { en: { translation: en }, zh: { translation: zh } },
    interpolation: { escapeValue: false },
  });
});

test("the richest sentence whose parameters are all given is chosen", () => {
  const where: ["event", string] = ["event", "bucket_changed"];
  expect(sentence(i18next.t, where, { from: "M1", to: "M2" })).toBe("Bucket changed from M1 to M2");
  expect(sentence(i18next.t, where, { to: "M2" })).toBe("Bucket changed");
  expect(unsaid(where, { to: "M2" })).toEqual([["to", "M2"]]);
});

test("a code without words has no sentence, and is not mistaken for a property of objects", () => {
  expect(sentence(i18next.t, ["event", "strange"], {})).toBeNull();
  expect(sentence(i18next.t, ["line", "constructor"], {})).toBeNull();
});

test("every component of the ledger has a name", () => {
  expect(Object.keys(en.component).sort()).toEqual([...components].sort());
});

test("both languages fill the same placeholders in every text", () => {
  const placeholders = (text: string): string =>
    [...text.matchAll(/\{\{(\w+)[^}]*\}\}/g)]
      .map((match) => match[1])
      .sort()
      .join(" ");
  const differing: string[] = [];
  const compare = (a: object, b: object, path: string): void => {
    for (const [key, value] of Object.entries(a)) {
      const other: unknown = (b as Record<string, unknown>)[key];
      if (typeof value === "object") compare(value, other as object, `${path}${key}.`);
      else if (placeholders(String(value)) !== placeholders(String(other)))
        differing.push(path + key);
    }
  };
  compare(en, zh, "");
  // Chinese names the books in place of a count.
  expect(differing).toEqual(["notice.blocked_other", "notice.stale_other"]);
});
