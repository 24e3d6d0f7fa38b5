import type { Question } from "@mora/contract/story";
import { dayFromTrustedIso, isoFromDay } from "@mora/core/kernel/business-date";
import { formatMoney, money } from "@mora/core/kernel/money";
import { type Columns, components, noColumns, sumOf } from "@mora/core/ledger/components";
import type { Frozen, LoanEvent } from "@mora/core/ledger/events";
import { isFrozen, standingEvents } from "@mora/core/ledger/history";
import { type QuoteGoal, quote } from "@mora/core/ledger/quote";
import { replay } from "@mora/core/ledger/replay/replay";
import { recourseDebts, sharesOn, splitByOwners } from "@mora/core/ledger/shares";
import type { Claim, LoanState, Part } from "@mora/core/ledger/state";
import { balanceOf, dueOf, nextClaim, pastDueOf } from "@mora/core/ledger/state-sums";
import { isInBetterBucket, latenessOf } from "../lateness.ts";
import type { NamedCase } from "./cases.ts";
import { type ConsequenceAnswer, consequencesAnswer } from "./consequences.ts";
import type { StoryLoan } from "./loan.ts";
import { endOf, type RecordedEvent } from "./record.ts";

/** Amounts by component as decimals, without zeros, and their `total`. */
export type AmountsAnswer = Readonly<Record<string, string>>;

export type ClaimAnswer = {
  readonly no: number;
  readonly kind: Claim["kind"];
  readonly dueOn: string;
  readonly asked: AmountsAnswer;
  readonly paid: AmountsAnswer;
  readonly waived: AmountsAnswer;
  readonly open: AmountsAnswer;
};

export type QuoteAnswer = string | { readonly refused: string };

/** All that a story may ask of a day; the names are those of its expectations. */
export type Answer = {
  readonly on: string;
  readonly knownOn: string | undefined;
  readonly status: LoanState["status"];
  readonly principal: string;
  readonly accrued: string;
  readonly credit: string;
  readonly received: string;
  readonly refunded: string;
  readonly balance: AmountsAnswer;
  readonly due: AmountsAnswer;
  readonly pastDue: AmountsAnswer;
  readonly nextDueOn: string | undefined;
  readonly nextDue: string;
  readonly daysPastDue: number;
  readonly lateSince: string;
  readonly bucket: string;
  readonly assetClass: string;
  readonly frozen: readonly Frozen[];
  readonly instalments: number;
  readonly asked: AmountsAnswer;
  readonly claims: readonly ClaimAnswer[];
  readonly applied: Readonly<Record<string, AmountsAnswer>>;
  readonly waived: Readonly<Record<string, string>>;
  readonly quotes: Readonly<Record<string, QuoteAnswer>>;
  readonly split: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly recourse: Readonly<Record<string, string>>;
  readonly consequences: readonly ConsequenceAnswer[];
};

/** A question with everything it takes to answer it. */
export type Asked = {
  readonly story: NamedCase;
  readonly loan: StoryLoan;
  readonly recorded: readonly RecordedEvent[];
  readonly question: Question;
};

/** What was known and stood on the day, and what it comes to. */
type Day = {
  readonly state: LoanState;
  readonly events: readonly LoanEvent[];
  readonly standing: readonly LoanEvent[];
  readonly text: (minor: bigint) => string;
};

/** Answers a dated question by replaying the loan. */
export function answer(asked: Asked): Answer {
  const { question, loan } = asked;
  const day = dayOf(asked);
  const { state, text } = day;
  const next = nextClaim(state);
  const lateness = latenessOf(state, loan.arrears);
  const amounts = (columns: Readonly<Columns>): AmountsAnswer => amountsText(columns, text);
  return {
    on: question.on,
    knownOn: question.knownOn,
    status: state.status,
    principal: text(state.principalMinor),
    accrued: text(state.accruedMinor),
    credit: text(state.creditMinor),
    received: text(state.receivedMinor),
    refunded: text(state.refundedMinor),
    balance: amounts(balanceOf(state)),
    due: amounts(dueOf(state)),
    pastDue: amounts(pastDueOf(state)),
    nextDueOn: next && isoFromDay(next.dueOn),
    nextDue: text(next?.openMinor ?? 0n),
    ...lateness,
    lateSince: lateness.lateSince === undefined ? "never" : isoFromDay(lateness.lateSince),
    frozen: frozenThings.filter((thing) => isFrozen(state.pauses, thing, state.asOf)),
    instalments: state.claims.filter(({ kind }) => kind === "instalment").length,
    asked: amounts(sumColumns(state.claims.map((claim) => claim.asked))),
    claims: state.claims.map((claim) => claimAnswer(claim, amounts)),
    ...moneyAnswers(day, amounts),
    quotes: quotesOf(asked, day),
    consequences: consequencesAnswer(asked, text),
  };
}

const frozenThings: readonly Frozen[] = ["ageing", "charges", "contact"];

function dayOf({ question, loan: { loan }, recorded }: Asked): Day {
  const asOf = dayFromTrustedIso(question.on);
  const knownAt = question.knownOn && endOf(dayFromTrustedIso(question.knownOn));
  const events = recorded.flatMap(({ event }) =>
    event && (!knownAt || event.recordedAt <= knownAt) ? [event] : [],
  );
  return {
    state: replay(loan, events, { asOf }),
    events,
    standing: standingEvents(loan, events, { asOf }),
    text: (minor) => formatMoney(money(minor, loan.currency)),
  };
}

function amountsText(columns: Readonly<Columns>, text: (minor: bigint) => string): AmountsAnswer {
  const named = components.flatMap((component, column) => {
    const minor = columns[column] as bigint;
    return minor === 0n ? [] : [[component, text(minor)] as const];
  });
  return Object.fromEntries([...named, ["total", text(sumOf(columns))]]);
}

const sumColumns = (all: readonly Readonly<Columns>[]): Columns =>
  all.reduce<Columns>(
    (sums, columns) => sums.map((sum, i) => sum + (columns[i] as bigint)),
    noColumns(),
  );

const claimAnswer = (
  { no, kind, dueOn, asked, paid, waived, open }: Claim,
  amounts: (columns: Readonly<Columns>) => AmountsAnswer,
): ClaimAnswer => ({
  no,
  kind,
  dueOn: isoFromDay(dueOn),
  asked: amounts(asked),
  paid: amounts(paid),
  waived: amounts(waived),
  open: amounts(open),
});

/** What the money of each event did: paid, gave up, went to owners, gave recourse. */
function moneyAnswers(
  { state, standing, text }: Day,
  amounts: (columns: Readonly<Columns>) => AmountsAnswer,
): Pick<Answer, "applied" | "waived" | "split" | "recourse"> {
  const ids = [...new Set(state.entries.flatMap(({ eventId }) => eventId ?? []))];
  const byId = <T>(of: (id: string) => T): Record<string, T> =>
    Object.fromEntries(ids.map((id) => [id, of(id)]));
  const waivedBy = (id: string): bigint => minorOf(partsOf(state, id, "waived"));
  return {
    applied: byId((id) => amounts(columnsOf(partsOf(state, id, "applied")))),
    waived: byId((id) => text(waivedBy(id))),
    split: byId((id) => splitOf(partsOf(state, id, "applied"), { id, standing, text })),
    recourse: textByName(
      recourseDebts(standing, state.entries).map((debt) => [debt.guarantor, debt.amountMinor]),
      text,
    ),
  };
}

const partsOf = (state: LoanState, id: string, kind: "applied" | "waived"): readonly Part[] =>
  state.entries.flatMap((entry) =>
    entry.kind === kind && entry.eventId === id ? entry.parts : [],
  );

const minorOf = (parts: readonly Part[]): bigint =>
  parts.reduce((sum, { minor }) => sum + minor, 0n);

function columnsOf(parts: readonly Part[]): Columns {
  const columns = noColumns();
  for (const { column, minor } of parts) columns[column] = (columns[column] as bigint) + minor;
  return columns;
}

type Splitting = Pick<Day, "standing" | "text"> & { readonly id: string };

function splitOf(
  parts: readonly Part[],
  { id, standing, text }: Splitting,
): Record<string, string> {
  const on = standing.find((event) => event.id === id)?.effectiveOn;
  if (on === undefined) return {};
  const shares = sharesOn(standing, on, "lender");
  // Shares that leave a component to nobody say nothing about its money.
  const isOwned = ({ column }: Part): boolean =>
    shares.some(({ component }) => component === undefined || component === components[column]);
  const cash = splitByOwners(parts.filter(isOwned), shares);
  return textByName(
    cash.map(({ owner, minor }) => [owner, minor]),
    text,
  );
}

function textByName(
  amounts: readonly (readonly [string, bigint])[],
  text: (minor: bigint) => string,
): Record<string, string> {
  const sums = new Map<string, bigint>();
  for (const [name, minor] of amounts) sums.set(name, (sums.get(name) ?? 0n) + minor);
  return Object.fromEntries([...sums].map(([name, minor]) => [name, text(minor)]));
}

export const quoteGoals = [
  "bring_current",
  "fall_one_bucket",
  "pay_off",
] as const satisfies readonly QuoteGoal[];

/** Quotes are many replays: only those that the story asks for are computed. */
function quotesOf({ question, loan }: Asked, { events, text }: Day): Answer["quotes"] {
  const wanted = question.ask?.includes("quotes")
    ? quoteGoals
    : quoteGoals.filter((goal) => question.expect?.quotes?.[goal] !== undefined);
  const on = dayFromTrustedIso(question.on);
  if (on < loan.loan.startOn) return {};
  const before = latenessOf(replay(loan.loan, events, { asOf: on }), loan.arrears).bucket;
  // Nothing is better than current: there is nothing to pay for it.
  const isReached = (state: LoanState): boolean =>
    before === "C" || before === "X" || isInBetterBucket(state, before, loan.arrears);
  return Object.fromEntries(
    wanted.map((goal) => {
      const found = quote(loan.loan, events, {
        goal,
        askedOn: on,
        forOn: on,
        ...(goal === "fall_one_bucket" && { isReached }),
      });
      return [goal, found.ok ? text(found.value.amountMinor) : { refused: found.error.code }];
    }),
  );
}
