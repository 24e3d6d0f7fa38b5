import { expect, test } from "vitest";
import {
  parseSearch,
  readAccountSearch,
  readSuspenseSearch,
  readTodaySearch,
  stringifySearch,
} from "./search.ts";

test("filters survive the way through the address, as plain parameters", () => {
  const search = { book: "LOAN", bucket: ["M1", "M6+"], q: "138 00", step: undefined };
  const text = stringifySearch(search);
  expect(text).toBe("?book=LOAN&bucket=M1&bucket=M6%2B&q=138+00");
  expect(readTodaySearch(parseSearch(text))).toEqual({
    bucket: ["M1", "M6+"],
    step: undefined,
    q: "138 00",
  });
});

test("what an address should not hold is dropped", () => {
  expect(readTodaySearch(parseSearch("?bucket=M9&step=shout&q="))).toEqual({
    bucket: undefined,
    step: undefined,
    q: undefined,
  });
  expect(readAccountSearch(parseSearch("?at=-1")).at).toBeUndefined();
  expect(readAccountSearch(parseSearch("?at=12")).at).toBe(12);
});

test("the lines of a state, a reason and a span of dates can be linked to", () => {
  const search = readSuspenseSearch(
    parseSearch("?state=applied&reason=payer_name&fromOn=2026-10-01&toOn=yesterday&aside=all"),
  );
  expect(stringifySearch(search)).toBe("?state=applied&reason=payer_name&fromOn=2026-10-01");
});
