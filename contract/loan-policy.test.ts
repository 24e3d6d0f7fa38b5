import { metro2Bands, thirtyDayBands } from "@mora/core/arrears/bucket";
import { RATE_ONE } from "@mora/core/kernel/rate";
import { unwrap } from "@mora/core/kernel/result";
import { components } from "@mora/core/ledger/components";
import { defaultLedgerPolicy } from "@mora/core/ledger/policy";
import { describe, expect, test } from "vitest";
import { LoanPolicy, toArrears, toLedgerPolicy } from "./loan-policy.ts";

/** As a file has it: `then` is a word there, never a function. */
const cutOff = (at: string) => JSON.parse(`{ "at": "${at}", "then": "next_day" }`);

const dayAfter = JSON.parse('{ "then": "next_day" }');

const policy = (form: LoanPolicy) => toLedgerPolicy(LoanPolicy.parse(form), "CNY");

describe("a policy as JSON", () => {
  test("that names nothing is Mora's default", () => {
    expect(unwrap(policy({}))).toEqual(defaultLedgerPolicy);
    expect(unwrap(toArrears({}, "CNY"))).toMatchObject({
      dueDateIs: 0,
      level: "instalment",
      graceDays: 0,
      toleranceMinor: 0n,
      bands: { by: "days", bands: thirtyDayBands },
      assetClass: { id: "cn_2023" },
    });
  });

  test("that names one component first has every other once, in the default order", () => {
    const { due, notYetDue } = unwrap(
      policy({ application: { due: ["principal", "interest"] } }),
    ).applicationOrder;
    expect(due.slice(0, 4)).toEqual(["principal", "interest", "costs", "tax"]);
    expect([...due].sort()).toEqual([...components].sort());
    expect(notYetDue).toEqual(defaultLedgerPolicy.applicationOrder.notYetDue);
  });

  test("carries every switch", () => {
    const made = policy({
      application: { direction: "vertical", excess: "last" },
      interest: { basis: "daily_balance", payoff: "all" },
      penalty: {
        rate: { timesContract: "1.5" },
        base: "instalment",
        compounding: true,
        flat: "25.00",
        flatComponent: "fee",
        graceDays: 3,
        graceCharged: false,
        dayCount: "act_360",
      },
      ageing: { components: ["principal"], charges: true },
      cutOff: cutOff("17:30"),
      caps: { totalCost: "24%", inDuplum: true },
      rounding: "half_even",
    });
    expect(unwrap(made)).toEqual({
      applicationOrder: defaultLedgerPolicy.applicationOrder,
      applicationDirection: "vertical",
      excess: "last",
      interestBasis: "daily_balance",
      payoffInterest: "all",
      penalty: {
        rate: { kind: "times_contract", times: (RATE_ONE * 3n) / 2n },
        base: "instalment",
        isCompounding: true,
        flatMinor: 2_500n,
        flatComponent: "fee",
        graceDays: 3,
        isGraceCharged: false,
        dayCount: "act_360",
      },
      ageing: { components: ["principal"], charges: true },
      cutOff: { minute: 17 * 60 + 30, ...dayAfter },
      costCap: (RATE_ONE * 24n) / 100n,
      inDuplum: true,
      rounding: "half_even",
    });
  });

  test("names its bands, or brings them", () => {
    const bands = (form: NonNullable<LoanPolicy["arrears"]>) =>
      unwrap(toArrears(LoanPolicy.parse({ arrears: form }), "CNY")).bands;
    expect(bands({ bands: "metro2" })).toEqual({ by: "days", bands: metro2Bands });
    expect(bands({ bands: "mba" })).toEqual({ by: "months", method: "mba" });
    expect(bands({ bands: [{ from: 8, bucket: "M1" }] })).toEqual({
      by: "days",
      bands: [{ from: 8, bucket: "M1" }],
    });
  });
});

describe("a policy that cannot be", () => {
  test.each<[string, LoanPolicy, string]>([
    ["a component twice", { application: { notYetDue: ["fee", "fee"] } }, "POLICY_COMPONENT_TWICE"],
    ["a negative rate", { penalty: { rate: { fixed: "-1%" } } }, "POLICY_NEGATIVE"],
    ["a negative cap", { caps: { totalCost: "-1%" } }, "POLICY_NEGATIVE"],
    ["half a fen", { penalty: { flat: "0.005" } }, "AMOUNT_TOO_PRECISE"],
    [
      "a rate beyond twelve decimals",
      { penalty: { rate: { fixed: "0.0000000000001" } } },
      "RATE_TOO_PRECISE",
    ],
  ])("%s", (_, form, code) => {
    expect(policy(form)).toMatchObject({ ok: false, error: { code } });
  });

  test("tolerance and bands", () => {
    const code = (arrears: LoanPolicy["arrears"]) =>
      toArrears(LoanPolicy.parse({ arrears }), "CNY");
    expect(code({ tolerance: "-0.01" })).toMatchObject({ error: { code: "POLICY_NEGATIVE" } });
    const equal = [
      { from: 1, bucket: "M1" as const },
      { from: 1, bucket: "M2" as const },
    ];
    expect(code({ bands: equal })).toMatchObject({ error: { code: "POLICY_BANDS_UNORDERED" } });
  });

  test.each([
    [{ penalty: { gracedays: 3 } }],
    [{ penalty: { flat: 25 } }],
    [{ penalty: { graceDays: -1 } }],
    [{ penalty: { graceDays: 1.5 } }],
    [{ cutOff: cutOff("24:00") }],
    [{ arrears: { assetClass: "five" } }],
  ])("a typo is no policy: %j", (form) => {
    expect(LoanPolicy.safeParse(form).success).toBe(false);
  });
});
