import { DEFAULT_ASSET_CLASS } from "@mora/contract/loan-policy";
import { assetSchemeById } from "@mora/core/arrears/asset-class/scheme";
import { assert } from "@mora/core/kernel/assert";
import { formatMoney, money, parseMoney } from "@mora/core/kernel/money";
import { unwrap } from "@mora/core/kernel/result";
import { type Component, components } from "@mora/core/ledger/components";
import type { AmountsAnswer, Answer, ClaimAnswer } from "./answer.ts";
import type { CalculationAnswer } from "./calculate.ts";
import type { Failure } from "./check.ts";
import { type Align, columnsText, hanging, WIDTH, widthOf, wrapped } from "./columns.ts";
import type { CaseAnswer, EventAnswer, StoryAnswer } from "./replay-story.ts";
import { type Language, termOf, type Words, wordsByLanguage } from "./words.ts";

/** A story's answers as a statement that a person can read, at most 100 columns wide for usual amounts. */
export function statementOf(story: StoryAnswer, language: Language): string {
  const words = wordsByLanguage[language];
  const lines = [
    story.title,
    "=".repeat(Math.min(WIDTH, widthOf(story.title))),
    ...(story.source === undefined ? [] : wrapped(`${words.source}: ${story.source}`, WIDTH)),
    ...(story.note === undefined ? [] : wrapped(story.note, WIDTH)),
    ...story.cases.flatMap((one) => ["", ...caseLines(one, words)]),
    ...calculationLines(story.calculations, words),
    "",
    ...verdictLines(story, words),
  ];
  return lines.join("\n");
}

function caseLines(one: CaseAnswer, words: Words): string[] {
  const name =
    one.name === "" ? [] : hanging(`--- ${one.name}${one.note ? `: ${one.note}` : ""}`, 4);
  const { refused } = one;
  if (refused) return [...name, `${words.refused} ${refused.code}: ${refused.detail}`];
  return [
    ...name,
    ...hanging(`${words.policy} (${one.currency}): ${policyText(one.policy) || words.standard}`),
    ...eventLines(one, words),
    ...one.answers.flatMap((given, i) => [
      "",
      ...answerLines(given, { one, words, isLast: i === one.answers.length - 1 }),
    ]),
  ];
}

/** The switches that were set, as `penalty.base = instalment`. */
function policyText(policy: unknown, path = ""): string {
  if (Array.isArray(policy)) return `${path} = ${policy.map(itemText).join(" ")}`;
  if (typeof policy !== "object" || policy === null)
    return policy === undefined ? "" : `${path} = ${policy}`;
  return Object.entries(policy)
    .map(([key, value]) => policyText(value, path === "" ? key : `${path}.${key}`))
    .filter((text) => text !== "")
    .join(", ");
}

const itemText = (item: unknown): string =>
  typeof item === "string" ? item : JSON.stringify(item);

function eventLines({ events, answers }: CaseAnswer, words: Words): string[] {
  if (events.length === 0) return [];
  const last = answers.reduce<Answer | undefined>(latest, undefined);
  const rows = events.map((event) => [
    event.on,
    event.id,
    termOf(words, event.kind),
    typeof event.told.amount === "string" ? event.told.amount : "",
    effectText(event, last, words),
  ]);
  return [
    "",
    words.events,
    ...columnsText(words.eventColumns, rows, ["left", "left", "left", "right"]),
  ];
}

/** What events did is told as of the latest day, with all that is known. */
const latest = (a: Answer | undefined, b: Answer): Answer =>
  a === undefined || b.on > a.on || (b.on === a.on && b.knownOn === undefined) ? b : a;

function effectText(event: EventAnswer, last: Answer | undefined, words: Words): string {
  const late = event.recordedOn === event.on ? [] : [words.recorded(event.recordedOn)];
  if (event.refused) return [...late, `${words.refused}: ${event.refused.code}`].join("; ");
  const told = toldText(event.told);
  const applied = partsText(last?.applied[event.id], words);
  const waived = last?.waived[event.id];
  const given = waived && !isZero(waived) ? [`${words.waived} ${waived}`] : [];
  return [...late, told, applied, ...given].filter((text) => text !== "").join("; ");
}

/** What the event says beside its amount: `of paid`, `rate 5%`. Lists of things stay in the file. */
const toldText = (told: EventAnswer["told"]): string =>
  Object.entries(told)
    .filter(([key, value]) => key !== "amount" && !isListOfThings(value))
    .map(([key, value]) => `${key} ${Array.isArray(value) ? value.join(" ") : value}`)
    .join(", ");

const isListOfThings = (value: unknown): boolean =>
  Array.isArray(value) && value.some((item) => typeof item === "object");

const partsText = (amounts: AmountsAnswer | undefined, words: Words): string =>
  components
    .filter((component) => amounts?.[component] !== undefined)
    .map((component) => `${words.components[component]} ${amounts?.[component]}`)
    .join(", ");

const isZero = (text: string): boolean => /^-?[0.]+$/.test(text);

type Showing = { readonly one: CaseAnswer; readonly words: Words; readonly isLast: boolean };

function answerLines(given: Answer, { one, words, isLast }: Showing): string[] {
  const asked = one.asks[given.on] ?? [];
  return [
    ...hanging(`${words.asOf(given.on, given.knownOn)}: ${headline(given, one, words)}`),
    ...detailLines(given, words),
    ...(isLast || asked.includes("schedule") ? scheduleLines(given, one, words) : []),
    ...balanceLines(given, words),
    ...(Object.keys(given.quotes).length > 0 ? [""] : []),
    ...quoteLines(given, words),
    ...consequenceLines(given, words),
  ];
}

function headline(given: Answer, { policy }: CaseAnswer, words: Words): string {
  const late =
    given.daysPastDue === 0 && isZero(given.pastDue.total ?? "0")
      ? words.current
      : words.lateness(given.daysPastDue, given.lateSince);
  const scheme = assetSchemeById[policy?.arrears?.assetClass ?? DEFAULT_ASSET_CLASS];
  const label = scheme?.classes.find(({ code }) => code === given.assetClass);
  const name = words === wordsByLanguage.zh ? label?.zh : label?.en;
  return [
    termOf(words, given.status),
    late,
    `${words.bucket} ${given.bucket}`,
    `${words.assetClass} ${name ?? given.assetClass}`,
  ].join("; ");
}

function detailLines(given: Answer, words: Words): string[] {
  const parts = [
    `${words.principal} ${given.principal}`,
    ...(isZero(given.accrued) ? [] : [`${words.accrued} ${given.accrued}`]),
    ...(isZero(given.credit) ? [] : [`${words.credit} ${given.credit}`]),
    ...(given.nextDueOn === undefined ? [] : [words.next(given.nextDue, given.nextDueOn)]),
    ...(given.frozen.length === 0
      ? []
      : [`${words.frozen}: ${given.frozen.map((thing) => termOf(words, thing)).join(", ")}`]),
  ];
  return hanging(parts.join("; ")).map((line) => `  ${line}`);
}

function scheduleLines({ claims }: Answer, { currency }: CaseAnswer, words: Words): string[] {
  if (claims.length === 0) return [];
  assert(currency, "a loan has a currency");
  const rows = claims.map((claim) => [
    String(claim.no),
    claim.dueOn,
    ...claimCells(claim, currency),
  ]);
  const aligns = words.scheduleColumns.map((_, i): Align => (i === 1 ? "left" : "right"));
  return ["", words.schedule, ...columnsText(words.scheduleColumns, shortened(rows), aligns)];
}

/** A very long schedule shows its ends: JSON has all of it. */
const shortened = (rows: string[][]): string[][] =>
  rows.length <= 60
    ? rows
    : [...rows.slice(0, 24), rows[0]?.map(() => "…") ?? [], ...rows.slice(-24)];

function claimCells({ asked, paid, waived, open }: ClaimAnswer, currency: string): string[] {
  const zero = formatMoney(money(0n, currency));
  const minor = (text: string | undefined): bigint =>
    unwrap(parseMoney(text ?? zero, currency)).minor;
  const other = minor(asked.total) - minor(asked.principal) - minor(asked.interest);
  return [
    asked.principal ?? zero,
    asked.interest ?? zero,
    formatMoney(money(other, currency)),
    paid.total ?? zero,
    waived.total ?? zero,
    open.total ?? zero,
  ];
}

function balanceLines({ balance, due, pastDue }: Answer, words: Words): string[] {
  const shown = [...components, "total"].filter((name) => balance[name] !== undefined);
  const rows = shown.map((name) => [
    words.components[name as Component] ?? words.total,
    ...[pastDue, due, balance].map((amounts) => amounts[name] ?? "-"),
  ]);
  return ["", ...columnsText(words.balanceColumns, rows, ["left", "right", "right", "right"])];
}

const quoteLines = ({ quotes }: Answer, words: Words): string[] =>
  Object.entries(quotes).map(
    ([goal, amount]) =>
      `  ${words.quotes} ${termOf(words, goal)}: ${typeof amount === "string" ? amount : `${words.refused} ${amount.refused}`}`,
  );

const consequenceLines = ({ consequences }: Answer, words: Words): string[] =>
  consequences.length === 0
    ? []
    : [
        `  ${words.consequences}:`,
        ...consequences.map(
          ({ of, kind, on, was, shouldBe, remedy }) =>
            `    ${of} (${termOf(words, kind)}, ${on}): ${was} → ${shouldBe}; ${termOf(words, remedy)}`,
        ),
      ];

function calculationLines(all: readonly CalculationAnswer[], words: Words): string[] {
  if (all.length === 0) return [];
  const lines = all.flatMap(({ kind, title, source, result, refused }) => {
    const value = refused ? `${words.refused} ${refused.code}` : resultText(result);
    return [
      ...hanging(`${title ?? termOf(words, kind)}: ${value}`, 4).map((line) => `  ${line}`),
      ...(source === undefined
        ? []
        : wrapped(`${words.source}: ${source}`, WIDTH - 6).map((line) => `      ${line}`)),
    ];
  });
  return ["", words.calculations, ...lines];
}

const resultText = (result: unknown): string =>
  typeof result === "object" && result !== null
    ? Object.entries(result)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => `${key} ${Array.isArray(value) ? value.join("; ") : value}`)
        .join(", ")
    : String(result);

const verdictLines = ({ failures, claims }: StoryAnswer, words: Words): string[] =>
  failures.length === 0
    ? [words.holds(claims)]
    : [
        words.fails(failures.length, claims),
        ...failures.flatMap((failure) => failureLines(failure, words)),
      ];

const failureLines = ({ where, expected, got }: Failure, words: Words): string[] => [
  `  ${where}`,
  `    ${words.expected}: ${expected}`,
  `    ${words.got}: ${got}`,
];

export const isLanguage = (text: string): text is Language => text === "en" || text === "zh";
