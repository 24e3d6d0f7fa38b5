import { type Story, StoryCase } from "@mora/contract/story";
import { ok, type Refusal, type Result, refuse } from "@mora/core/kernel/result";

/** One loan of a story with everything that concerns it; `name` is empty where there are no variants. */
export type NamedCase = { readonly name: string; readonly note: string | undefined } & StoryCase;

/**
 * The loans of a story: itself, or each of its variants merged into it. Refuses a variant that names terms
 * where the story has none and leaves something out.
 */
export function casesOf(story: Story): Result<readonly NamedCase[]> {
  const { variants } = story;
  const base = baseOf(story);
  if (!variants) return ok([{ name: "", note: undefined, ...base }]);
  const cases: NamedCase[] = [];
  for (const [name, { note, ...patch }] of Object.entries(variants)) {
    const merged = StoryCase.safeParse(merge(base, patch));
    if (!merged.success) return { ok: false, error: incomplete(name, merged.error.issues[0]) };
    cases.push({ name, note, ...merged.data });
  }
  return cases.length > 0 ? ok(cases) : refuse("STORY_WITHOUT_VARIANT", "variants has no entry");
}

const incomplete = (
  name: string,
  issue: { readonly path: PropertyKey[]; readonly message: string } | undefined,
): Refusal => ({
  code: "STORY_VARIANT_INCOMPLETE",
  detail: `variant "${name}": ${issue?.path.join(".")}: ${issue?.message}`,
});

const caseKeys = Object.keys(StoryCase.shape) as (keyof StoryCase)[];

const baseOf = (story: Story): StoryCase =>
  Object.fromEntries(
    caseKeys.flatMap((key) => (story[key] === undefined ? [] : [[key, story[key]]])),
  );

type Plain = { readonly [key: string]: unknown };

const isPlain = (value: unknown): value is Plain =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Objects merge key by key; everything else is replaced. */
function merge(base: Plain, patch: Plain): Plain {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    const old = merged[key];
    merged[key] = isPlain(old) && isPlain(value) ? merge(old, value) : value;
  }
  return merged;
}
