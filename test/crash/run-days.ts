import { dayFromTrustedIso } from "@mora/core/kernel/business-date";
import { runDays } from "../../server/day-cycle/run.ts";
import { fixedClock } from "../../server/platform/clock.ts";
import { createPool } from "../../server/platform/db/pool.ts";

/** A process that runs the days of the synthetic lender and may be killed at any instant. */
const [url = "", through = ""] = process.argv.slice(2);
const pool = createPool(url, { max: 2 });
// Small batches: many transactions, many instants between two of them.
await pool.query("select 1");
process.send?.("ready");
await runDays(pool, fixedClock(new Date(`${through}T06:00:00+08:00`)), {
  zone: "Asia/Shanghai",
  through: dayFromTrustedIso(through),
  batchAccounts: 25,
});
await pool.end();
process.disconnect?.();
