import { dayFromTrustedIso } from "@mora/core/kernel/business-date";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDateArray, parseInt8Array } from "./fast-parsers.ts";

test("bigints of any size and sign read as the general way reads them", () => {
  const big = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
  const small = fc.bigInt({ min: -20n, max: 1_000_000n });
  fc.assert(
    fc.property(fc.array(fc.oneof(big, small)), (values) => {
      expect(parseInt8Array(`{${values.join(",")}}`)).toEqual(values);
    }),
    { numRuns: 2_000 },
  );
});

test("dates read as the general way reads them", () => {
  const days = fc.date({
    min: new Date("1900-01-01"),
    max: new Date("2100-12-31"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(fc.array(days), (dates) => {
      const texts = dates.map((date) => date.toISOString().slice(0, 10));
      expect(parseDateArray(`{${texts.join(",")}}`)).toEqual(texts.map(dayFromTrustedIso));
    }),
  );
});
