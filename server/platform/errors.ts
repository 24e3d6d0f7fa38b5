import type { Refusal } from "@mora/core/kernel/result";

/**
 * A refusal that ends the whole command: shown to the person as code, place and remedy, without a
 * stack. Everything else that is thrown is a defect or an infrastructure failure and keeps its stack.
 */
export class UserError extends Error {
  readonly code: string;
  override name = "UserError";

  constructor(code: string, detail: string) {
    super(detail);
    this.code = code;
  }

  static from(refusal: Refusal): UserError {
    return new UserError(refusal.code, refusal.detail);
  }
}

/** SQLSTATE of a database error, or undefined for any other error. */
export function sqlStateOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

export type SqlReaction = "retry" | "refuse" | "crash";

/**
 * What a database error asks for. Retries are bounded by the caller. Classes: 40 serialisation and
 * deadlock; 22 and 23 the data itself; 08 and 57P the server went away (a restart may cure it).
 * Source: PostgreSQL manual, appendix A.
 */
export function reactionTo(error: unknown): SqlReaction {
  const state = sqlStateOf(error);
  if (!state) return "crash";
  if (state.startsWith("40") || state === "55P03") return "retry";
  return state.startsWith("22") || state.startsWith("23") ? "refuse" : "crash";
}
