import { type DayNumber, dayFromIso, isoFromDay } from "@mora/core/kernel/business-date";
import { type DaySummary, runDays } from "../../day-cycle/run.ts";
import { dateInZone } from "../../platform/clock.ts";
import { UserError } from "../../platform/errors.ts";
import { progressBar } from "../terminal.ts";
import { type Mora, withMora } from "../wire.ts";

export type DayFlags = { readonly date?: string; readonly zone?: string };

/** `mora day [--date D]`: runs every business date that has not been run, in each zone. */
export async function dayCommand(flags: DayFlags): Promise<void> {
  await withMora(async (mora) => {
    for (const zone of await zonesOf(mora, flags.zone)) {
      const through = throughOf(mora, zone, flags.date);
      await runZone(mora, zone, through);
    }
  });
}

async function zonesOf({ pool }: Mora, only: string | undefined): Promise<string[]> {
  const { rows } = await pool.query<{ zone: string }>(
    "select distinct zone from book where data_through_on is not null order by zone",
  );
  const zones = rows.map(({ zone }) => zone).filter((zone) => only === undefined || zone === only);
  if (zones.length > 0) return zones;
  throw new UserError(
    "NO_BOOKS",
    "no book has data yet. Import one first: mora import FILE… --as-of DATE",
  );
}

function throughOf({ clock }: Mora, zone: string, date: string | undefined): DayNumber {
  if (date === undefined) return dateInZone(clock.now(), zone);
  const on = dayFromIso(date);
  if (!on.ok) throw UserError.from(on.error);
  return on.value;
}

async function runZone({ pool, clock }: Mora, zone: string, through: DayNumber): Promise<void> {
  const bar = progressBar("day");
  const summaries = await runDays(pool, clock, {
    zone,
    through,
    onProgress: ({ on, done, due }) =>
      bar.update(isoFromDay(on), { bytes: Math.min(done, due), rows: done, total: due }),
  }).finally(() => bar.stop());
  if (summaries.length === 0)
    console.log(`${zone}: ${isoFromDay(through)} has already been passed; nothing to do.`);
  for (const summary of summaries) console.log(describeDay(summary));
  await listFailures({ pool }, summaries.at(-1));
}

function describeDay({ zone, on, accounts, counts }: DaySummary): string {
  const kinds = Object.entries(counts).map(([kind, n]) => `${kind.replaceAll("_", " ")} ${n}`);
  return `${isoFromDay(on)} ${zone}: ${accounts} accounts looked at${kinds.length > 0 ? `; ${kinds.join(", ")}` : ""}`;
}

const FAILURES_SHOWN = 20;

async function listFailures(
  { pool }: Pick<Mora, "pool">,
  last: DaySummary | undefined,
): Promise<void> {
  if (!last?.counts.data_failed) return;
  const { rows } = await pool.query<{ key: string; code: string; detail: string }>(
    `select e.key, f.code, f.detail from day_failure f
     join external_ref e on e.party_id = f.party_id and e.target_id = f.account_id and e.to_on is null
     where f.business_on = $1 order by f.code, e.key limit $2`,
    [isoFromDay(last.on), FAILURES_SHOWN],
  );
  console.log(`Skipped, with the reason (first ${FAILURES_SHOWN}):`);
  for (const { key, code, detail } of rows) console.log(`  account ${key}: ${code}, ${detail}`);
}
