import { addDays, type DayNumber } from "@mora/core/kernel/business-date";
import { daysLate } from "./ageing.ts";
import { type Episode, episodeOn } from "./behaviour.ts";
import { iso, type Row } from "./csv.ts";
import type { Life } from "./life.ts";
import { personKey } from "./people.ts";
import { type Rng, streamOf, streams, weighted } from "./random.ts";
import { instantOf } from "./rows.ts";

/** The files that say how a person may be treated; both opening deliveries bring all of them. */
export const protectionKinds = [
  "holds",
  "disputes",
  "complaints",
  "bankruptcies",
  "deaths",
  "representatives",
  "consents",
  "opt-outs",
  "preferences",
  "plans",
  "custody",
  "notes",
] as const;
export type ProtectionKind = (typeof protectionKinds)[number];
export type Protection = { [K in ProtectionKind]?: Row<K>[] };

export type Book = "LOAN" | "CARD";

/** Worst account of a person on the opening date. */
type Standing = {
  readonly account: string;
  readonly dpd: number;
  readonly episode: Episode | undefined;
};

type Desk = {
  readonly life: Life;
  readonly rng: Rng;
  readonly key: string;
  readonly on: DayNumber;
  readonly standing: Standing;
  readonly out: Protection;
};

/** What the opening delivery of a book says about a person; rows about persons come in one book only. */
export function protectionOf(life: Life, book: Book): Protection {
  const { seed, startOn } = life.setting;
  const accounts = openingAccounts(life, book);
  if (accounts.length === 0) return {};
  const isHome = book === "LOAN" || openingAccounts(life, "LOAN").length === 0;
  const rng = streamOf(seed, life.k, streams.protection + (book === "LOAN" ? 0 : 100));
  const worst = accounts.reduce((a, b) => (b.dpd > a.dpd ? b : a));
  const standing = { ...worst, episode: episodeOn(life.temper, startOn) };
  const desk: Desk = { life, rng, key: personKey(life.k), on: startOn, standing, out: {} };
  if (isHome) aboutPerson(desk);
  for (const account of accounts) aboutAccount(desk, account);
  return desk.out;
}

type Account = { readonly account: string; readonly dpd: number };

function openingAccounts(life: Life, book: Book): Account[] {
  const { startOn } = life.setting;
  if (book === "CARD")
    return life.card
      ? [{ account: life.card.key, dpd: daysLate(life.card.stretches, startOn) }]
      : [];
  return life.loans
    .filter(({ loan }) => loan.openedOn <= startOn)
    .map(({ loan, stretches }) => ({ account: loan.key, dpd: daysLate(stretches, startOn) }));
}

function aboutPerson(desk: Desk): void {
  death(desk);
  holds(desk);
  objections(desk);
  bankruptcy(desk);
  representative(desk);
  wishes(desk);
  note(desk);
}

function add<K extends ProtectionKind>({ out }: Desk, kind: K, row: Row<K>): void {
  const rows: Row<K>[] = (out[kind] as Row<K>[] | undefined) ?? [];
  rows.push(row);
  (out as Record<K, Row<K>[]>)[kind] = rows;
}

const daysAgo = ({ rng, on }: Desk, days: number): string => iso(addDays(on, -1 - rng.below(days)));
const daysAhead = ({ rng, on }: Desk, days: number): string =>
  iso(addDays(on, 1 + rng.below(days)));

function death(desk: Desk): void {
  const { life, key } = desk;
  const { diedOn } = life.temper;
  if (diedOn === undefined) return;
  add(desk, "deaths", { person_key: key, died_on: iso(diedOn), evidence: "register extract" });
  if (desk.rng.chance(500_000))
    add(desk, "representatives", {
      representative_key: `${key}-X1`,
      person_key: key,
      name: "遗产管理人 Estate administrator",
      capacity: "executor",
      authority: "notarised certificate",
      from_on: iso(addDays(diedOn, 9)),
    });
}

/** Holds that anybody may have, ppm. */
const commonHolds = weighted([
  ["none", 985_000],
  ["cease_contact", 4_000],
  ["vulnerable", 3_500],
  ["fraud", 1_500],
  ["legal", 1_500],
  ["disaster", 2_500],
  ["military", 500],
  ["other", 1_500],
] as const);

function holds(desk: Desk): void {
  const { rng, key, standing } = desk;
  const kind = rng.weighted(commonHolds);
  const isWorn =
    standing.episode?.cause === "illness" || standing.episode?.cause === "unemployment";
  const isHard = isWorn && standing.dpd > 0 && rng.chance(160_000);
  const row = { person_key: key, from_on: daysAgo(desk, 120) };
  if (kind !== "none")
    add(desk, "holds", {
      ...row,
      hold_key: `${key}-H1`,
      kind,
      purposes: rng.chance(200_000) ? "collection" : undefined,
      to_on: rng.chance(250_000) ? daysAhead(desk, 60) : undefined,
      evidence: kind === "cease_contact" ? "letter" : undefined,
    });
  if (isHard)
    add(desk, "holds", {
      ...row,
      hold_key: `${key}-H2`,
      kind: "hardship",
      to_on: daysAhead(desk, 60),
      evidence: "statement of income",
    });
}

const disputeReasons = [
  "金额有误 amount is wrong",
  "并非本人借款 not my loan",
  "已还款 already paid",
];
const complaintReasons = [
  "服务态度 tone of a call",
  "费用不清 unclear fee",
  "联系过多 too many calls",
];

function objections(desk: Desk): void {
  const { rng, key, standing } = desk;
  const isUnhappy = standing.episode?.cause === "service_complaint";
  const row = { person_key: key, account_key: standing.account };
  if (rng.chance(isUnhappy ? 450_000 : 2_500))
    add(desk, "disputes", {
      ...row,
      dispute_key: `${key}-D1`,
      from_on: daysAgo(desk, 60),
      to_on: !isUnhappy && rng.chance(500_000) ? daysAhead(desk, 30) : undefined,
      reason: rng.pick(disputeReasons),
    });
  if (rng.chance(isUnhappy ? 350_000 : 5_000))
    add(desk, "complaints", {
      ...row,
      complaint_key: `${key}-B1`,
      from_on: daysAgo(desk, 40),
      reason: rng.pick(complaintReasons),
    });
}

function bankruptcy(desk: Desk): void {
  const { rng, key, standing, life } = desk;
  if (!rng.chance(standing.dpd > 90 ? 25_000 : 250)) return;
  const isAbroad = life.reach.zone === "America/New_York";
  add(desk, "bankruptcies", {
    bankruptcy_key: `${key}-I1`,
    person_key: key,
    chapter: isAbroad ? (rng.chance(600_000) ? "7" : "13") : "personal",
    stage: rng.chance(700_000) ? "petition" : rng.chance(500_000) ? "discharged" : "dismissed",
    from_on: daysAgo(desk, 150),
  });
}

const capacities = weighted([
  ["attorney", 30],
  ["adviser", 25],
  ["relative", 20],
  ["unverified_agent", 25],
] as const);

function representative(desk: Desk): void {
  const { rng, key, standing } = desk;
  if (!rng.chance(standing.dpd > 30 ? 30_000 : 700)) return;
  const capacity = rng.weighted(capacities);
  add(desk, "representatives", {
    representative_key: `${key}-X2`,
    person_key: key,
    name: capacity === "attorney" ? "示例律师事务所 Example Law Firm" : "示例代理人 Example Agent",
    capacity,
    authority: capacity === "unverified_agent" ? undefined : "power of attorney",
    from_on: daysAgo(desk, 90),
  });
}

function wishes(desk: Desk): void {
  const { rng, key, life } = desk;
  const consent = (channel: string, contact: string): void =>
    add(desk, "consents", {
      consent_key: `${key}-N-${channel}`,
      person_key: key,
      contact_key: `${key}-${contact}`,
      purpose: "servicing",
      channel,
      wording_version: "2024-03",
      captured_by: "application",
      from_on: daysAgo(desk, 700),
      withdrawn_on: rng.chance(15_000) ? iso(desk.on) : undefined,
    });
  if (rng.chance(850_000)) consent("call", "M1");
  if (rng.chance(800_000)) consent("sms", "M1");
  if (life.reach.hasEmail && rng.chance(700_000)) consent("email", "E1");
  if (rng.chance(12_000))
    add(desk, "opt-outs", {
      opt_out_key: `${key}-O1`,
      person_key: key,
      channel: rng.chance(700_000) ? "sms" : "call",
      from_on: daysAgo(desk, 300),
    });
  if (rng.chance(80_000)) preference(desk);
}

const hours = ["09:00-12:00", "12:00-14:00", "18:00-20:00", "10:00-17:00"];

function preference(desk: Desk): void {
  const { rng, key, life } = desk;
  add(desk, "preferences", {
    preference_key: `${key}-F1`,
    person_key: key,
    channel: rng.chance(600_000) ? "sms" : "call",
    hours: rng.chance(500_000) ? rng.pick(hours) : undefined,
    language: life.reach.isWestern ? "en" : "zh-CN",
    reminder_days_before: rng.chance(600_000) ? String(rng.range(1, 7)) : undefined,
  });
}

const noteTexts = [
  "客户表示下月发薪后还款。 Will pay after next wage.",
  "客户失业,正在找工作,语气平和。 Lost the job, looking for work.",
  "本人要求晚上六点后联系。 Asked to be called after 18:00.",
  "家属接听,未透露任何借款信息。 A relative answered; nothing was disclosed.",
  '客户称:"分期金额太高",已说明可申请延期。 Was told how to ask for a deferral.',
];

function note(desk: Desk): void {
  const { rng, key, standing, on } = desk;
  if (standing.dpd === 0 || !rng.chance(300_000)) return;
  add(desk, "notes", {
    note_key: `${key}-T1`,
    person_key: key,
    account_key: standing.account,
    at: instantOf(addDays(on, -1 - rng.below(20)), 600 + rng.below(480)),
    text: rng.pick(noteTexts),
  });
}

const earlyTeams = ["TEAM-EARLY-1", "TEAM-EARLY-2"];
const agencies = ["AGENCY-CEDAR", "AGENCY-MAPLE"];

/** Plans and custody belong to late accounts: teams first, from 91 days on partly agencies. */
function aboutAccount(desk: Desk, { account, dpd }: Account): void {
  const { rng, on } = desk;
  if (dpd === 0) return;
  const isPlaced = dpd > 90 && rng.chance(400_000);
  const holder = isPlaced ? rng.pick(agencies) : dpd > 60 ? "TEAM-LATE" : rng.pick(earlyTeams);
  add(desk, "custody", {
    account_key: account,
    holder,
    holder_kind: isPlaced ? "agency" : "team",
    from_on: iso(addDays(on, -Math.min(dpd - 1, isPlaced ? 60 : 30))),
    to_on: isPlaced ? iso(addDays(on, 90)) : undefined,
  });
  if (!rng.chance(dpd > 60 ? 120_000 : 40_000)) return;
  const isCard = account.startsWith("K");
  add(desk, "plans", {
    plan_key: `${account}-S1`,
    account_key: account,
    kind: isCard ? "card_agreement" : rng.chance(700_000) ? "payment_plan" : "deferral",
    from_on: daysAgo(desk, 25),
    to_on: daysAhead(desk, 300),
    status: rng.chance(600_000) ? "performing" : "broken",
  });
}
