/** A claim of a story that does not hold: where, what it says, what came of it. */
export type Failure = {
  readonly where: string;
  readonly expected: string;
  readonly got: string;
};

/**
 * Compares what a story claims with what came of it: everything claimed must be there, more may be. Decimals
 * compare by value; an amount that is not there is zero.
 */
export function failuresOf(expected: unknown, got: unknown, where: string): Failure[] {
  if (Array.isArray(expected)) return listFailures(expected, got, where);
  if (typeof expected === "object" && expected !== null) {
    if (typeof got !== "object" || got === null) return [failure(expected, got, where)];
    return Object.entries(expected).flatMap(([key, value]) =>
      failuresOf(value, (got as Record<string, unknown>)[key], `${where}.${key}`),
    );
  }
  return isSame(expected, got) ? [] : [failure(expected, got, where)];
}

const failure = (expected: unknown, got: unknown, where: string): Failure => ({
  where,
  expected: say(expected),
  got: got === undefined ? "nothing" : say(got),
});

const say = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** Claims are found by `no`, consequences by `of`, which must be all there are; else lists are equal. */
function listFailures(expected: readonly unknown[], got: unknown, where: string): Failure[] {
  if (!Array.isArray(got)) return [failure(expected, got, where)];
  const key = (["no", "of"] as const).find((name) => expected.some((item) => hasKey(item, name)));
  if (key === undefined)
    return JSON.stringify(expected) === JSON.stringify(got) ? [] : [failure(expected, got, where)];
  const missing = expected.flatMap((item) => {
    const id = (item as Record<string, unknown>)[key];
    const match = got.find((other) => hasKey(other, key) && other[key] === id);
    return failuresOf(item, match, `${where}[${key} ${id}]`);
  });
  return key === "of" && got.length !== expected.length
    ? [...missing, failure(`${expected.length} in all`, `${got.length}: ${say(got)}`, where)]
    : missing;
}

const hasKey = (item: unknown, key: string): item is Record<string, unknown> =>
  typeof item === "object" && item !== null && key in item;

const DECIMAL = /^(-?)0*(\d+)(?:\.(\d*?)0*)?$/;

function isSame(expected: unknown, got: unknown): boolean {
  if (typeof expected !== "string") return expected === got;
  const amount = DECIMAL.exec(expected);
  if (!amount) return expected === got;
  return plain(amount) === (got === undefined ? "0" : plain(DECIMAL.exec(String(got))));
}

const plain = (match: RegExpExecArray | null): string | undefined => {
  if (!match) return undefined;
  const value = `${match[2]}${match[3] ? `.${match[3]}` : ""}`;
  return value === "0" ? value : `${match[1]}${value}`;
};
