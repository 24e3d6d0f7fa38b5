import { BankAsideQuery, BankLinesQuery, BankMatchReason, Bucket, WorkItem } from "@mora/contract";
import type { AsideKind, LineFilter } from "./api/bank.ts";
import { isLang, type Lang } from "./i18n/index.ts";

/** What every page keeps in its address. */
export type RootSearch = { book?: string | undefined; lang?: Lang | undefined };

export type PortfolioSearch = {
  currency?: string | undefined;
  /** Late buckets only unless `all`. */
  scope?: "all" | undefined;
  /** Accounts are counted unless `balance`. */
  measure?: "balance" | undefined;
};

export type TodaySearch = {
  bucket?: Bucket[] | undefined;
  step?: WorkItem["step"] | undefined;
  q?: string | undefined;
};

/** The list the account was opened from, and its place there, so that next and previous work. */
export type AccountSearch = TodaySearch & { at?: number | undefined };

/** The lines shown, the one opened, or what imports set aside. */
export type SuspenseSearch = Omit<LineFilter, "book"> & {
  line?: string | undefined;
  aside?: AsideKind | undefined;
};

type Raw = Record<string, unknown>;

const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

function text(value: unknown): string | undefined {
  const one = first(value);
  return typeof one === "string" && one !== "" ? one : undefined;
}

export function readRootSearch(raw: Raw): RootSearch {
  const lang = first(raw.lang);
  return { book: text(raw.book), lang: isLang(lang) ? lang : undefined };
}

export function readPortfolioSearch(raw: Raw): PortfolioSearch {
  return {
    currency: text(raw.currency),
    scope: first(raw.scope) === "all" ? "all" : undefined,
    measure: first(raw.measure) === "balance" ? "balance" : undefined,
  };
}

export function readTodaySearch(raw: Raw): TodaySearch {
  const buckets = [raw.bucket].flat().flatMap((value) => {
    const bucket = Bucket.safeParse(value);
    return bucket.success ? [bucket.data] : [];
  });
  const step = WorkItem.shape.step.safeParse(first(raw.step));
  return {
    bucket: buckets.length > 0 ? buckets : undefined,
    step: step.success ? step.data : undefined,
    q: text(raw.q)?.slice(0, 100),
  };
}

export function readAccountSearch(raw: Raw): AccountSearch {
  const at = text(raw.at) ?? first(raw.at);
  const index = at === undefined ? Number.NaN : Number(at);
  return { ...readTodaySearch(raw), at: Number.isInteger(index) && index >= 0 ? index : undefined };
}

const LINES = BankLinesQuery.shape;
const ASIDE = BankAsideQuery.shape.kind.unwrap();

/** A part of an address that a schema accepts; anything else is as if it were not there. */
function known<T>(
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
  value: unknown,
): T | undefined {
  const read = schema.safeParse(first(value));
  return read.success ? read.data : undefined;
}

export const readSuspenseSearch = (raw: Raw): SuspenseSearch => ({
  state: known(LINES.state.unwrap(), raw.state),
  direction: known(LINES.direction, raw.direction),
  reason: known(BankMatchReason.shape.code, raw.reason),
  currency: known(LINES.currency, raw.currency),
  fromOn: known(LINES.fromOn, raw.fromOn),
  toOn: known(LINES.toOn, raw.toOn),
  line: text(raw.line),
  aside: known(ASIDE, raw.aside),
});

/** Plain addresses: `?bucket=M1&bucket=M2&q=138` and no JSON in them. */
export function parseSearch(search: string): Raw {
  const raw: Record<string, string | string[]> = {};
  for (const [key, value] of new URLSearchParams(search)) {
    const known = raw[key];
    raw[key] = known === undefined ? value : [known, value].flat();
  }
  return raw;
}

export function stringifySearch(search: Raw): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    for (const one of [value].flat()) {
      if (one !== undefined && one !== null && one !== "") params.append(key, String(one));
    }
  }
  const query = params.toString();
  return query ? `?${query}` : "";
}
