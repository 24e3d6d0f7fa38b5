import type { Call, ResultCode } from "./contacts.ts";
import { iso, type Row } from "./csv.ts";
import type { Life } from "./life.ts";

/** What a contact point keeps of the last call to it. */
const lastResults: Readonly<Record<ResultCode, string>> = {
  rpc: "reached",
  third_party: "reached",
  wrong_number: "wrong_number",
  refused: "refused",
  no_answer: "no_answer",
  busy: "busy",
  empty_number: "empty_number",
  voicemail: "no_answer",
};

/**
 * A borrower's contact points as known on the opening date: checked when the first account was
 * opened or when the right party answered, with the result of the last call to each.
 */
export function knownPoints(life: Life): Row<"contact-points">[] {
  const { startOn } = life.setting;
  const openedOn = life.loans[0]?.loan.openedOn ?? life.card?.openedOn;
  const calls = [...life.loanTalks.flatMap((talks) => talks.calls), ...life.cardTalks.calls]
    .filter(({ on }) => on <= startOn)
    .sort((a, b) => a.on - b.on);
  return life.person.points.map((row) => {
    const suffix = row.contact_key?.slice(life.person.key.length + 1);
    const checked =
      suffix === "M1" && openedOn !== undefined ? { owner_checked_on: iso(openedOn) } : {};
    const mine = calls.filter(({ at }) => at === suffix);
    return { ...row, ...checked, ...lastKnown(mine) };
  });
}

function lastKnown(calls: readonly Call[]): Row<"contact-points"> {
  const last = calls.at(-1);
  if (!last) return {};
  const reached = calls.filter(({ result }) => result === "rpc").at(-1);
  const isWrong = calls.some(({ result }) => result === "wrong_number");
  return {
    last_result: isWrong ? "wrong_number" : lastResults[last.result],
    status: isWrong ? "wrong" : last.result === "empty_number" ? "suspect" : "usable",
    ...(reached ? { owner_checked_on: iso(reached.on) } : {}),
  };
}
