import { type DayNumber, dayFromCivil } from "@mora/core/kernel/business-date";
import { iso, type Row } from "./csv.ts";
import { type Dirt, dirtOf } from "./dirt.ts";
import * as names from "./names.ts";
import { chinesePhone, isMale, mistyped, nationalId, pad, westernPhone } from "./numbers.ts";
import { type Rng, streamOf, streams } from "./random.ts";

/** Slots of the people of one borrower: 0 is the borrower, the others are related persons. */
export type Slot = 0 | 1 | 2 | 3;

export type Person = {
  readonly key: string;
  readonly row: Row<"persons">;
  readonly points: readonly Row<"contact-points">[];
};

/** What decides how a person can be reached: cheap to know without the whole person. */
export type Reach = {
  readonly isWestern: boolean;
  readonly zone: string;
  readonly hasSecondMobile: boolean;
  readonly hasWorkPhone: boolean;
  readonly hasLandline: boolean;
  readonly hasEmail: boolean;
  /** Numbers that calls go to, by slot suffix of the contact key; the first is the main one. */
  readonly callable: readonly string[];
};

export const personKey = (k: number, slot: Slot = 0): string =>
  `P${pad(k, 7)}${slot === 0 ? "" : `-R${slot}`}`;

export const contactKey = (k: number, suffix: string, slot: Slot = 0): string =>
  `${personKey(k, slot)}-${suffix}`;

const HOME_ZONE = "Asia/Shanghai";

export function reachOf(seed: number, k: number): Reach {
  const rng = streamOf(seed, k, streams.reach);
  const dirt = dirtOf(seed, k);
  // A copy is the same human, so it lives where the original lives.
  const origin = dirt.kind === "duplicate" ? streamOf(seed, dirt.of, streams.reach) : rng;
  const isWestern = origin.chance(200_000);
  const zone = isWestern ? westernZone(origin) : HOME_ZONE;
  const isRecycled = dirt.kind === "recycled";
  const hasSecondMobile = rng.chance(400_000) || isRecycled;
  const hasWorkPhone = rng.chance(300_000);
  const hasLandline = rng.chance(80_000);
  const hasEmail = rng.chance(650_000);
  const callable = ["M1"];
  if (hasSecondMobile) callable.push("M2");
  if (hasWorkPhone) callable.push("W1");
  if (hasLandline) callable.push("H1");
  return { isWestern, zone, hasSecondMobile, hasWorkPhone, hasLandline, hasEmail, callable };
}

function westernZone(rng: Rng): string {
  const at = rng.below(100);
  if (at < 60) return HOME_ZONE;
  return at < 80 ? "Europe/London" : "America/New_York";
}

type Draft = {
  readonly name: string;
  readonly handle: string;
  readonly birthOn: DayNumber;
  readonly regionCode: string;
  readonly address: string;
  readonly occupation: string;
  readonly income: string;
};

function draftOf(seed: number, k: number, slot: Slot): Draft {
  // Related persons draw from numbers far above every borrower's.
  const rng = streamOf(seed, slot === 0 ? k : k + slot * 0x10000000, streams.identity);
  const { isWestern, zone } = reachOf(seed, k);
  const name = isWestern ? westernName(rng, isMale(k, slot)) : chineseName(rng, isMale(k, slot));
  const birthOn = dayFromCivil(rng.range(1962, 2003), rng.range(1, 12), rng.range(1, 28));
  const place = isWestern && zone !== HOME_ZONE ? abroad(rng, zone) : inChina(rng, isWestern);
  return {
    ...name,
    birthOn,
    ...place,
    occupation: rng.weighted(names.occupations),
    income: rng.weighted(names.incomeBands),
  };
}

function chineseName(rng: Rng, male: boolean): { name: string; handle: string } {
  const { surname, pinyin } = rng.weighted(names.chineseSurnames);
  return { name: surname + rng.pick(male ? names.maleGiven : names.femaleGiven), handle: pinyin };
}

function westernName(rng: Rng, male: boolean): { name: string; handle: string } {
  const first = rng.pick(male ? names.westernFirstMale : names.westernFirstFemale);
  const last = rng.pick(names.westernLast);
  const handle = `${first}.${last.replace("'", "")}`.toLowerCase();
  return { name: `${first} ${last}`, handle };
}

function inChina(rng: Rng, isWestern: boolean): { regionCode: string; address: string } {
  const region = rng.weighted(names.chineseRegions);
  const [lane, block, room] = [rng.range(1, 399), rng.range(1, 28), rng.range(1, 32) * 100 + 1];
  const street = isWestern ? rng.pick(names.inventedStreets) : rng.pick(names.inventedRoads);
  const address = isWestern
    ? `Room ${room}, Block ${block}, ${lane} ${street}, ${region.code} CN`
    : `${region.name}${region.city}${street}${lane}弄${block}号${room}室`;
  return { regionCode: region.code, address };
}

function abroad(rng: Rng, zone: string): { regionCode: string; address: string } {
  const house = `${rng.range(1, 240)} ${rng.pick(names.inventedStreets)}`;
  return zone === "Europe/London"
    ? { regionCode: "GB-LND", address: `${house}, London, ZZ1 ${rng.range(1, 9)}ZZ` }
    : { regionCode: "US-NY", address: `${house}, New York, NY 00000` };
}

/** A borrower with the contact points that the lender has; labelled dirt included. */
export function borrower(seed: number, k: number): Person {
  const dirt = dirtOf(seed, k);
  const reach = reachOf(seed, k);
  const draft = copiedDraft(seed, k, dirt);
  const key = personKey(k);
  return {
    key,
    row: personRow(key, draft, { ...reach, id: idOf(k, draft, dirt) }),
    points: [
      point(key, "M1", { kind: "mobile", value: mainPhone(seed, k, dirt) }),
      ...otherPhones(seed, k, { reach, dirt }),
      ...written(key, draft, { reach, k }),
    ],
  };
}

/** A duplicate is the same human, whose name somebody typed a little differently. */
function copiedDraft(seed: number, k: number, dirt: Dirt): Draft {
  if (dirt.kind !== "duplicate") return draftOf(seed, k, 0);
  const original = draftOf(seed, dirt.of, 0);
  const { isWestern } = reachOf(seed, dirt.of);
  const name = isWestern
    ? original.name.replace(" ", " J. ")
    : `${original.name.slice(0, 1)} ${original.name.slice(1)}`;
  return { ...original, name };
}

function idOf(k: number, draft: Draft, dirt: Dirt): string | undefined {
  if (dirt.kind === "duplicate")
    return dirt.by === "national_id" ? nationalId(dirt.of, 0, draft.birthOn) : undefined;
  const id = nationalId(k, 0, draft.birthOn);
  return dirt.kind === "mistyped_id" ? mistyped(id) : id;
}

function phoneOf(seed: number, k: number, suffix: "M1" | "M2" | "W1" | "H1"): string {
  const slot = { M1: 0, M2: 1, W1: 0, H1: 1 }[suffix];
  if (!reachOf(seed, k).isWestern) return chinesePhone(k, slot, suffix.startsWith("M"));
  return westernPhone(k, suffix.startsWith("M") ? slot : slot + 2);
}

function mainPhone(seed: number, k: number, dirt: Dirt): string {
  const isCopy = dirt.kind === "duplicate" && dirt.by === "phone";
  return phoneOf(seed, isCopy ? dirt.of : k, "M1");
}

function otherPhones(
  seed: number,
  k: number,
  { reach, dirt }: { reach: Reach; dirt: Dirt },
): Row<"contact-points">[] {
  const key = personKey(k);
  const rows: Row<"contact-points">[] = [];
  if (reach.hasSecondMobile) {
    const value =
      dirt.kind === "recycled" ? phoneOf(seed, dirt.from, "M1") : phoneOf(seed, k, "M2");
    rows.push(point(key, "M2", { kind: "mobile", value, source: "borrower" }));
  }
  if (reach.hasWorkPhone)
    rows.push(point(key, "W1", { kind: "work_phone", value: phoneOf(seed, k, "W1") }));
  if (reach.hasLandline)
    rows.push(point(key, "H1", { kind: "landline", value: phoneOf(seed, k, "H1") }));
  return rows;
}

const mailDomains = ["example.com", "example.org", "example.net"] as const;

function written(
  key: string,
  draft: Draft,
  { reach, k }: { reach: Reach; k: number },
): Row<"contact-points">[] {
  const address = point(key, "A1", { kind: "postal_address", value: draft.address });
  if (!reach.hasEmail) return [address];
  const mail = `${draft.handle}.${k}@${mailDomains[k % 3]}`;
  return [point(key, "E1", { kind: "email", value: mail }), address];
}

function point(
  key: string,
  suffix: string,
  fields: { kind: string; value: string; source?: string; relation?: string },
): Row<"contact-points"> {
  return {
    contact_key: `${key}-${suffix}`,
    person_key: key,
    relation: "self",
    source: "application",
    lawful_basis: "contract",
    status: "usable",
    synthetic: "true",
    ...fields,
  };
}

function personRow(
  key: string,
  draft: Draft,
  { isWestern, zone, id }: { isWestern: boolean; zone: string; id: string | undefined },
): Row<"persons"> {
  return {
    person_key: key,
    kind: "natural",
    name: draft.name,
    national_id: id,
    birth_on: iso(draft.birthOn),
    language: isWestern ? (zone === "America/New_York" ? "en-US" : "en-GB") : "zh-CN",
    zone,
    region_code: draft.regionCode,
    occupation_code: draft.occupation,
    income_band: draft.income,
  };
}

export type Relation = "relative" | "colleague" | "friend";

/**
 * Somebody beside a borrower: a co-borrower, a guarantor (with a full identity) or a contact person
 * (of whom the lender knows a name and a number).
 */
export function relatedPerson(
  seed: number,
  k: number,
  { slot, relation }: { slot: 1 | 2 | 3; relation: Relation | "self" },
): Person {
  const draft = draftOf(seed, k, slot);
  const reach = reachOf(seed, k);
  const key = personKey(k, slot);
  // Slots 0 and 1 of the borrower's numbers are the borrower's own; 2 and 3 are left for these.
  const value = reach.isWestern
    ? westernPhone(k + 3_000_000, slot)
    : chinesePhone(k + 10_000_000, slot, true);
  const phone = point(key, "M1", {
    kind: "mobile",
    value,
    relation,
    source: relation === "self" ? "application" : "borrower",
  });
  const lawful = relation === "self" ? "contract" : "borrower_named";
  const full = personRow(key, draft, { ...reach, id: nationalId(k, slot, draft.birthOn) });
  const { person_key, kind, name, language, zone } = full;
  return {
    key,
    row: relation === "self" ? full : { person_key, kind, name, language, zone },
    points: [{ ...phone, lawful_basis: lawful }],
  };
}
