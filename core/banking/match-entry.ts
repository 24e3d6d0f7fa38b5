import { containsReference, isCreditorReference, isTelling } from "./references.ts";

/**
 * Which account a bank line belongs to, and why. Money is applied without a person only for one exact
 * reason that points at one account; whatever is merely likely waits in suspense with its candidates.
 */
export type LineFacts = {
  readonly direction: "credit" | "debit";
  /** The bank marks the entry as taking back an earlier one. */
  readonly isReversal: boolean;
  /** Why a transfer came back (ISO 20022 external return reason), where the bank says. */
  readonly returnReason: string | undefined;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** Normalised whole names of payer and ultimate payer. */
  readonly payerNames: readonly string[];
  readonly remittance: string;
  readonly creditorReferences: readonly string[];
  readonly bookKind: "serviced" | "host_fed";
  /** The earlier credit of the same amount whose references this line carries. */
  readonly returns: { readonly lineId: string } | undefined;
};

export type AccountFacts = {
  readonly accountId: string;
  readonly currency: string;
  /** The claim is alive: open or charged off, not closed, released or transferred. */
  readonly isOpen: boolean;
  /** The creditor's numbers of the account. */
  readonly references: readonly string[];
  /** Normalised whole names of the people who owe it. */
  readonly obligorNames: readonly string[];
  /** This line's payer account has paid this account before. */
  readonly isKnownPayer: boolean;
  readonly pastDueMinor: bigint;
  readonly nextDueMinor: bigint;
  /** Everything owed less everything paid, payments that no day has seen yet included. */
  readonly payoffMinor: bigint;
  readonly promisedMinor: readonly bigint[];
  /** A payment of the same amount and date is there from another source, such as a payment file. */
  readonly hasSamePayment: boolean;
};

export type MatchCode =
  | "creditor_reference"
  | "contract_number"
  | "short_reference"
  | "known_payer"
  | "payer_name"
  | "amount_past_due"
  | "amount_promised"
  | "amount_next_due"
  | "amount_payoff"
  | "several_accounts_named"
  | "payer_pays_several"
  | "payer_not_confirmed"
  | "nothing_exact"
  | "no_candidate"
  | "currency_differs"
  | "account_not_open"
  | "more_than_owed"
  | "same_payment_known"
  | "host_fed_book"
  | "takes_back_a_debit"
  | "returns_line"
  | "return_of_unknown"
  | "outgoing";

/** `params` complete the sentence in the reader's language; points of 0 say what stood in the way. */
export type MatchReason = {
  readonly code: MatchCode;
  readonly points: number;
  readonly params: Readonly<Record<string, string | number>>;
};

export type Candidate = {
  readonly accountId: string;
  readonly points: number;
  readonly reasons: readonly MatchReason[];
};

export type MatchDecision = {
  readonly decision: "apply" | "suspense" | "ignore";
  readonly accountId: string | undefined;
  /** The earlier line whose payment this one would take back. */
  readonly returnsLineId: string | undefined;
  readonly reasons: readonly MatchReason[];
  /** Best first; equal points in the order of their ids. */
  readonly candidates: readonly Candidate[];
};

const points: Partial<Record<MatchCode, number>> = {
  creditor_reference: 120,
  contract_number: 100,
  known_payer: 60,
  payer_name: 30,
  short_reference: 20,
  amount_past_due: 20,
  amount_promised: 20,
  amount_next_due: 15,
  amount_payoff: 15,
};

const reason = (code: MatchCode, params: MatchReason["params"] = {}): MatchReason => ({
  code,
  points: points[code] ?? 0,
  params,
});

/** Decides what becomes of a line. `accounts` are all that could be meant; their order is irrelevant. */
export function matchEntry(line: LineFacts, accounts: readonly AccountFacts[]): MatchDecision {
  if (line.direction === "debit") return matchDebit(line);
  const candidates = rank(line, accounts);
  const none = { accountId: undefined, returnsLineId: undefined, candidates };
  if (line.isReversal)
    return { ...none, decision: "suspense", reasons: [reason("takes_back_a_debit")] };
  const choice = choose(candidates, accounts);
  if (choice.accountId === undefined)
    return { ...none, decision: "suspense", reasons: [choice.reason] };
  const account = accounts.find(({ accountId }) => accountId === choice.accountId) as AccountFacts;
  const obstacles = obstaclesTo(line, account);
  if (obstacles.length > 0) return { ...none, decision: "suspense", reasons: obstacles };
  const { reasons } = candidates.find(
    ({ accountId }) => accountId === choice.accountId,
  ) as Candidate;
  return { ...none, decision: "apply", accountId: choice.accountId, reasons };
}

/** Money that left: a return takes a payment back, when a person agrees; the rest is not ours to apply. */
function matchDebit(line: LineFacts): MatchDecision {
  const none = { accountId: undefined, returnsLineId: line.returns?.lineId, candidates: [] };
  const code = line.returnReason === undefined ? {} : { reason: line.returnReason };
  if (line.returns)
    return { ...none, decision: "suspense", reasons: [reason("returns_line", code)] };
  if (line.isReversal || line.returnReason !== undefined)
    return { ...none, decision: "suspense", reasons: [reason("return_of_unknown", code)] };
  return { ...none, decision: "ignore", reasons: [reason("outgoing")] };
}

function rank(line: LineFacts, accounts: readonly AccountFacts[]): Candidate[] {
  return accounts
    .map((account) => {
      const reasons = reasonsFor(line, account);
      const total = reasons.reduce((sum, r) => sum + r.points, 0);
      return { accountId: account.accountId, points: total, reasons };
    })
    .filter((candidate) => candidate.points > 0)
    .sort((a, b) => b.points - a.points || (a.accountId < b.accountId ? -1 : 1));
}

function reasonsFor(line: LineFacts, account: AccountFacts): MatchReason[] {
  const who = [...referenceReasons(line, account), ...payerReasons(line, account)];
  // An amount alone points at nobody: instalments of 1,000.00 are everywhere.
  return who.length === 0 ? [] : [...who, ...amountReasons(line, account)];
}

function referenceReasons(line: LineFacts, account: AccountFacts): MatchReason[] {
  for (const reference of account.references) {
    const isStructured = line.creditorReferences.some((r) => isCreditorReference(r, reference));
    if (isStructured && isTelling(reference)) return [reason("creditor_reference", { reference })];
  }
  const named = account.references.filter((r) => containsReference(line.remittance, r));
  const telling = named.find(isTelling);
  if (telling !== undefined) return [reason("contract_number", { reference: telling })];
  return named[0] === undefined ? [] : [reason("short_reference", { reference: named[0] })];
}

function payerReasons(line: LineFacts, account: AccountFacts): MatchReason[] {
  const isNamed = line.payerNames.some((name) => account.obligorNames.includes(name));
  return [
    ...(account.isKnownPayer ? [reason("known_payer")] : []),
    ...(isNamed ? [reason("payer_name")] : []),
  ];
}

function amountReasons(line: LineFacts, account: AccountFacts): MatchReason[] {
  if (line.currency !== account.currency) return [];
  const is = (minor: bigint): boolean => minor > 0n && minor === line.amountMinor;
  return [
    ...(is(account.pastDueMinor) ? [reason("amount_past_due")] : []),
    ...(account.promisedMinor.some(is) ? [reason("amount_promised")] : []),
    ...(is(account.nextDueMinor) ? [reason("amount_next_due")] : []),
    ...(is(account.payoffMinor) ? [reason("amount_payoff")] : []),
  ];
}

type Choice =
  | { readonly accountId: string }
  | { readonly accountId?: undefined; readonly reason: MatchReason };

const has = (candidate: Candidate, ...codes: readonly MatchCode[]): boolean =>
  candidate.reasons.some(({ code }) => codes.includes(code));

/** The one account that an exact reason points at. What the payer wrote goes before who paid. */
function choose(candidates: readonly Candidate[], accounts: readonly AccountFacts[]): Choice {
  if (candidates.length === 0) return { reason: reason("no_candidate") };
  const named = candidates.filter((c) => has(c, "creditor_reference", "contract_number"));
  if (named.length > 1)
    return { reason: reason("several_accounts_named", { accounts: named.length }) };
  if (named[0]) return { accountId: named[0].accountId };
  const openIds = new Set(accounts.filter((a) => a.isOpen).map((a) => a.accountId));
  const known = candidates.filter((c) => has(c, "known_payer") && openIds.has(c.accountId));
  if (known.length > 1) return { reason: reason("payer_pays_several", { accounts: known.length }) };
  if (!known[0]) return { reason: reason("nothing_exact") };
  return isConfirmed(known[0])
    ? { accountId: known[0].accountId }
    : { reason: reason("payer_not_confirmed") };
}

/**
 * A payment company's account has "paid" for many people, one of whom came first. Unless the name or
 * the amount fits too, a payer account known from one account says nothing about this transfer.
 */
const isConfirmed = (candidate: Candidate): boolean =>
  has(
    candidate,
    "payer_name",
    "amount_past_due",
    "amount_promised",
    "amount_next_due",
    "amount_payoff",
  );

function obstaclesTo(line: LineFacts, account: AccountFacts): MatchReason[] {
  const obstacles: MatchReason[] = [];
  if (line.currency !== account.currency)
    obstacles.push(reason("currency_differs", { account: account.currency, line: line.currency }));
  // Money for a host-fed account is an instruction to the host: it is never applied to balances here.
  if (line.bookKind === "host_fed") obstacles.push(reason("host_fed_book"));
  if (!account.isOpen) obstacles.push(reason("account_not_open"));
  else if (line.bookKind === "serviced" && line.amountMinor > account.payoffMinor)
    obstacles.push(reason("more_than_owed"));
  if (account.hasSamePayment) obstacles.push(reason("same_payment_known"));
  return obstacles;
}
