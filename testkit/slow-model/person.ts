import { isLate } from "@mora/core/arrears/bucket";
import type { Hold, PartyFacts, Standing } from "@mora/core/day/plan-party-day";
import type { PromiseToPay } from "@mora/core/promises/judge";

/** Plain questions about one account of a person, each answered by walking or looking, not planning. */

/** Whether some hold that bears on the account stops collection on this very day. */
export function isOnHold(holds: readonly Hold[], accountId: string, on: number): boolean {
  for (const { accountId: scope, purposes, fromOn, toOn } of holds) {
    const bears = scope === undefined || scope === accountId;
    const isOver = toOn !== undefined && on >= toOn;
    if (bears && purposes.includes("collection") && on >= fromOn && !isOver) return true;
  }
  return false;
}

/** Kept once the amount is in; broken once the promised day is over and its payments are in. */
export function fateOf(promise: PromiseToPay, agedOn: number): "kept" | "broken" | "open" {
  if (promise.paidMinor >= promise.amountMinor) return "kept";
  return agedOn <= promise.promisedOn ? "open" : "broken";
}

/** Whether anybody may be asked to work on this account today; if not, why not. */
export function workOn(
  { accountId, bucket, agedOn }: Standing,
  facts: PartyFacts,
  on: number,
): "work" | "not_late" | "held" | "promised" | "planned" {
  if (!isLate(bucket)) return "not_late";
  if (isOnHold(facts.holds, accountId, on)) return "held";
  for (const plan of facts.plans) {
    const isOver = plan.toOn !== undefined && on > plan.toOn;
    if (plan.accountId === accountId && on >= plan.fromOn && !isOver) return "planned";
  }
  for (const promise of facts.promises)
    if (promise.accountId === accountId && fateOf(promise, agedOn) === "open") return "promised";
  return "work";
}
