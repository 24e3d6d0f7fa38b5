import { expect, test } from "vitest";
import { ok, refuse, unwrap } from "./result.ts";

test("a result is either a value", () => {
  expect(ok(42)).toEqual({ ok: true, value: 42 });
});

test("or a refusal: a code for machines, a sentence for people", () => {
  expect(refuse("TOO_LATE", "the book is closed")).toEqual({
    ok: false,
    error: { code: "TOO_LATE", detail: "the book is closed" },
  });
});

test("unwrap gives the value", () => {
  expect(unwrap(ok("yes"))).toBe("yes");
});

test("unwrap throws code and detail where there is none", () => {
  expect(() => unwrap(refuse("TOO_LATE", "the book is closed"))).toThrow(
    "TOO_LATE: the book is closed",
  );
});
