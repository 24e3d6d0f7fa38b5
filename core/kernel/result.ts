/**
 * Expected refusals are values, never exceptions: a caller can see in the type that an operation
 * may be refused, and must say what it does then. Broken invariants use {@link file://./assert.ts}.
 */
export type Result<T, E extends Refusal = Refusal> = Ok<T> | Err<E>;
export type Ok<T> = { readonly ok: true; readonly value: T };
export type Err<E extends Refusal = Refusal> = { readonly ok: false; readonly error: E };

/** A refusal with a stable machine code; `detail` completes the sentence a person reads. */
export type Refusal<Code extends string = string> = {
  readonly code: Code;
  readonly detail: string;
};

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });

export const refuse = <Code extends string>(code: Code, detail: string): Err<Refusal<Code>> => ({
  ok: false,
  error: { code, detail },
});

/** The value of a result that cannot be a refusal here; throws if it is one (a broken invariant). */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.error.code}: ${result.error.detail}`);
}
