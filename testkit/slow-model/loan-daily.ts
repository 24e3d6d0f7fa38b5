import { askDaily } from "./loan-interest.ts";
import { isScheduled, openOf, type Row, rowsToCome, type World } from "./loan-world.ts";

const isLevel = ({ terms }: World): boolean => terms.kind === "annuity" || terms.kind === "balloon";

/** Interest by the day: an instalment that falls due asks for what has accrued. */
export function fallDueDaily(world: World, row: Row): void {
  if (isScheduled(world) || row.kind === "charge") return;
  askDaily(world, row);
  if (isLevel(world) && row.kind === "instalment") keepLevel(world, row);
}

/** The sum stays as planned: what is not interest is principal, and the last rows make up for it. */
function keepLevel(world: World, row: Row): void {
  const wanted = row.plannedSum - row.asked.interest;
  const least = row.paid.principal + row.waived.principal;
  const target = wanted > least ? wanted : least;
  const later = rowsToCome(world).filter((other) => other.kind === "instalment");
  if (later.length === 0) return;
  let more = target - row.asked.principal;
  if (more < 0n) (later.at(-1) as Row).asked.principal -= more;
  row.asked.principal += more;
  for (const last of more > 0n ? [...later].reverse() : []) {
    const part = openOf(last, "principal") < more ? openOf(last, "principal") : more;
    last.asked.principal -= part;
    more -= part;
  }
  if (more > 0n) row.asked.principal -= more;
}

/** When no instalment is to come, the last one goes on asking for what accrues. */
export function askAfterLast(world: World): void {
  if (isScheduled(world)) return;
  if (rowsToCome(world).some(({ kind }) => kind !== "charge")) return;
  const last = world.rows.filter((row) => openOf(row, "principal") > 0n).at(-1);
  if (last) last.afterLast += askDaily(world, last);
}
