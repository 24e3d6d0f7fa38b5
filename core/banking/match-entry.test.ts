import { describe, expect, test } from "vitest";
import { type AccountFacts, type LineFacts, matchEntry } from "./match-entry.ts";
import { containsReference, isCreditorReference, isTelling, referenceWords } from "./references.ts";
import { type MoneyMarks, pairSameMoney } from "./same-money.ts";

const line = (over: Partial<LineFacts> = {}): LineFacts => ({
  direction: "credit",
  isReversal: false,
  returnReason: undefined,
  amountMinor: 105_000n,
  currency: "CNY",
  payerNames: [],
  remittance: "",
  creditorReferences: [],
  bookKind: "serviced",
  returns: undefined,
  ...over,
});
const account = (accountId: string, over: Partial<AccountFacts> = {}): AccountFacts => ({
  accountId,
  currency: "CNY",
  isOpen: true,
  references: [],
  obligorNames: [],
  isKnownPayer: false,
  pastDueMinor: 0n,
  nextDueMinor: 0n,
  payoffMinor: 1_000_000n,
  promisedMinor: [],
  hasSamePayment: false,
  ...over,
});
const outcome = (l: LineFacts, accounts: readonly AccountFacts[]): unknown[] => {
  const { decision, accountId, reasons } = matchEntry(l, accounts);
  return [decision, accountId, ...reasons.map(({ code }) => code)];
};

describe("a contract number in the text", () => {
  test.each([
    ["还款LN-2024-000123谢谢", true],
    ["LN2024000123", true],
    ["ｌｎ－２０２４－０００１２３", true],
    ["/ROC/LN-2024-000123/URI/", true],
    ["loan LN-2024-000123.", true],
    ["LN-2024-0001234", false],
    ["XLN-2024-000123", false],
    ["LN-2024-000123-2", false],
    ["LN-2024-00012", false],
  ])("%s", (text, isThere) => {
    expect(containsReference(text, "LN-2024-000123")).toBe(isThere);
  });

  test.each([
    ["pay 1234567 now", true],
    ["1234 567", true],
    ["91234567", false],
    ["12345678", false],
    ["6222 1234567 8901", false],
    ["2024-1234567", false],
    ["1234567.00", false],
  ])("of digits only: %s", (text, isThere) => {
    expect(containsReference(text, "1234567")).toBe(isThere);
  });

  test("with other signs in it must stand there whole", () => {
    expect(containsReference("还借字(2024)第00123号款", "借字（2024）第00123号")).toBe(true);
    expect(containsReference("还借字(2024)第00123", "借字（2024）第00123号")).toBe(false);
    expect(containsReference("A:B:12", "B:1")).toBe(false);
  });

  test("names the account by itself only when it is long enough", () => {
    expect(["A1", "12345", "AB12", "AB123", "123456"].map(isTelling)).toEqual([
      ...[false, false, false, true, true],
    ]);
    expect(outcome(line({ remittance: "for A1" }), [account("a", { references: ["A1"] })])).toEqual(
      [...["suspense", undefined, "nothing_exact"]],
    );
  });

  test("applies, and says which number it was", () => {
    const result = matchEntry(line({ remittance: "房贷 LN-0001 三月" }), [
      account("a", { references: ["LN-0001"], pastDueMinor: 105_000n }),
      account("b", { references: ["LN-00011"] }),
    ]);
    expect(result).toMatchObject({ decision: "apply", accountId: "a" });
    expect(result.reasons).toEqual([
      { code: "contract_number", points: 100, params: { reference: "LN-0001" } },
      { code: "amount_past_due", points: 20, params: {} },
    ]);
  });

  test("two of them are for a person to divide", () => {
    const accounts = [
      account("a", { references: ["LN-0001"] }),
      account("b", { references: ["LN-0002"] }),
    ];
    expect(outcome(line({ remittance: "LN-0001 LN-0002" }), accounts)).toEqual([
      ...["suspense", undefined, "several_accounts_named"],
    ]);
  });

  test("words for a look-up are whole", () => {
    expect(referenceWords("还LN-1/2 款 6222 0212")).toEqual(["LN-1", "2", "62220212", "LN-1/2"]);
  });
});

describe("a structured creditor reference", () => {
  test("counts bare or as ISO 11649 with right check digits", () => {
    expect(isCreditorReference("RF18 5390 0754 7034", "539007547034")).toBe(true);
    expect(isCreditorReference("539007547034", "539007547034")).toBe(true);
    expect(isCreditorReference("RF19539007547034", "539007547034")).toBe(false);
    expect(isCreditorReference("RF18539007547034", "07547034")).toBe(false);
  });

  test("applies", () => {
    const accounts = [account("a", { references: ["539007547034"] })];
    expect(outcome(line({ creditorReferences: ["RF18539007547034"] }), accounts)).toEqual([
      ...["apply", "a", "creditor_reference"],
    ]);
  });
});

describe("who paid", () => {
  const known = { isKnownPayer: true, nextDueMinor: 105_000n };

  test("a known payer account of one open account applies when amount or name fits", () => {
    expect(outcome(line(), [account("a", known)])).toEqual([
      ...["apply", "a", "known_payer", "amount_next_due"],
    ]);
    const closed = account("b", { ...known, isOpen: false });
    expect(outcome(line(), [account("a", known), closed])[1]).toBe("a");
  });

  test("a payment company's account does not carry one payer's loan to another's money", () => {
    expect(
      outcome(line({ payerNames: ["支付公司"] }), [account("a", { isKnownPayer: true })]),
    ).toEqual([...["suspense", undefined, "payer_not_confirmed"]]);
  });

  test("one who pays several accounts is asked about", () => {
    expect(outcome(line(), [account("a", known), account("b", known)])).toEqual([
      ...["suspense", undefined, "payer_pays_several"],
    ]);
  });

  test("name and exact amount make a candidate, never an application", () => {
    const result = matchEntry(line({ payerNames: ["王小明"] }), [
      account("a", { obligorNames: ["王小明"], pastDueMinor: 105_000n }),
    ]);
    expect(result).toMatchObject({ decision: "suspense", reasons: [{ code: "nothing_exact" }] });
    expect(result.candidates).toMatchObject([{ accountId: "a", points: 50 }]);
  });

  test("an amount alone points at nobody", () => {
    expect(outcome(line(), [account("a", { pastDueMinor: 105_000n })])).toEqual([
      ...["suspense", undefined, "no_candidate"],
    ]);
  });
});

describe("what stands in the way", () => {
  const named = line({ remittance: "LN-0001" });
  const of = (over: Partial<AccountFacts>): AccountFacts[] => [
    account("a", { references: ["LN-0001"], ...over }),
  ];
  test.each([
    ["currency_differs", named, of({ currency: "USD" })],
    ["account_not_open", named, of({ isOpen: false })],
    ["more_than_owed", named, of({ payoffMinor: 104_999n })],
    ["same_payment_known", named, of({ hasSamePayment: true })],
    ["host_fed_book", { ...named, bookKind: "host_fed" as const }, of({})],
    ["takes_back_a_debit", { ...named, isReversal: true }, of({})],
  ])("%s", (code, l, accounts) => {
    expect(outcome(l, accounts)).toEqual(["suspense", undefined, code]);
  });
});

describe("money that left", () => {
  const debit = line({ direction: "debit" });
  test("a return proposes to take back the payment of the line it names", () => {
    const result = matchEntry({ ...debit, returnReason: "AC04", returns: { lineId: "L1" } }, []);
    expect(result).toMatchObject({ decision: "suspense", returnsLineId: "L1" });
    expect(result.reasons).toEqual([
      { code: "returns_line", points: 0, params: { reason: "AC04" } },
    ]);
  });
  test("a return of something unknown waits; any other debit is not ours to apply", () => {
    expect(outcome({ ...debit, isReversal: true }, [])).toEqual([
      ...["suspense", undefined, "return_of_unknown"],
    ]);
    expect(outcome(debit, [])).toEqual(["ignore", undefined, "outgoing"]);
  });
});

describe("the same money", () => {
  const marks = (over: Partial<MoneyMarks>): MoneyMarks => ({
    bank: [],
    uetr: undefined,
    endToEnd: undefined,
    transaction: undefined,
    payer: undefined,
    ...over,
  });
  const pairs = (incoming: MoneyMarks[], known: MoneyMarks[]): (string | undefined)[] =>
    pairSameMoney(incoming, known).map((p) => p && `${p.knownAt} ${p.strength}`);

  test("shares a reference", () => {
    expect(pairs([marks({ bank: ["E", "T"] })], [marks({ bank: ["T"] })])).toEqual(["0 certain"]);
    expect(pairs([marks({ uetr: "u", bank: ["1"] })], [marks({ uetr: "u", bank: ["2"] })])).toEqual(
      ["0 certain"],
    );
  });
  test("is likely the same where nothing speaks against it", () => {
    expect(pairs([marks({ bank: ["1"] })], [marks({ endToEnd: "e" })])).toEqual(["0 likely"]);
  });
  test("differs where references or payers differ, even under one end-to-end id", () => {
    expect(
      pairs([marks({ bank: ["1"], endToEnd: "e" })], [marks({ bank: ["2"], endToEnd: "e" })]),
    ).toEqual([undefined]);
    expect(pairs([marks({ payer: "x" })], [marks({ payer: "y" })])).toEqual([undefined]);
  });
  test("two equal transfers stay two; the certain pair is made first", () => {
    expect(pairs([marks({}), marks({})], [marks({})])).toEqual(["0 likely", undefined]);
    expect(pairs([marks({}), marks({ bank: ["1"] })], [marks({ bank: ["1"] })])).toEqual([
      undefined,
      "0 certain",
    ]);
  });
});
