import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type DayNumber, dayFromIso, isoFromDay } from "@mora/core/kernel/business-date";
import {
  type CalibrationCard,
  calibrationCard,
  type DemoOptions,
  demoBooks,
  demoDeliveries,
  formatCalibrationCard,
} from "../../modules/demo/index.ts";
import { dateInZone, systemClock } from "../../platform/clock.ts";
import { UserError } from "../../platform/errors.ts";
import { demoZone, seedDemo } from "../seed-demo.ts";
import { progressBar } from "../terminal.ts";
import { type Mora, withMora } from "../wire.ts";

export type DemoFlags = {
  readonly people: string;
  readonly months: string;
  readonly seed: string;
  readonly end?: string;
  readonly out?: string;
};

/** `mora demo`: makes the synthetic lender, as files with `--out`, otherwise into the database. */
export async function demoCommand(flags: DemoFlags): Promise<void> {
  const options = demoOptions(flags);
  if (flags.out !== undefined) {
    printCard(await writeDeliveries(options, flags.out));
    return;
  }
  await withMora(async (mora) => {
    await refuseSecondDemo(mora);
    printCard(await seedWithProgress(mora, options));
  });
}

export function demoOptions(flags: Omit<DemoFlags, "out">): DemoOptions {
  return {
    people: wholeNumber("--people", flags.people, 1),
    months: wholeNumber("--months", flags.months, 1),
    seed: wholeNumber("--seed", flags.seed, 0),
    endOn: flags.end === undefined ? dateInZone(systemClock.now(), demoZone) : dateOf(flags.end),
  };
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new UserError(
    "FLAG_MALFORMED",
    `${name} must be a whole number from ${least} on, not "${text}"`,
  );
}

function dateOf(text: string): DayNumber {
  const on = dayFromIso(text);
  if (!on.ok) throw UserError.from(on.error);
  return on.value;
}

async function refuseSecondDemo({ pool }: Mora): Promise<void> {
  const { rows } = await pool.query("select 1 from creditor where code = 'MORA-DEMO'");
  if (rows.length > 0)
    throw new UserError(
      "DEMO_EXISTS",
      "the synthetic lender is already here. Use another MORA_HOME or database, or write files with --out",
    );
}

export async function seedWithProgress(mora: Mora, options: DemoOptions): Promise<CalibrationCard> {
  const bar = progressBar("synthetic lender");
  return seedDemo(mora, options, ({ done, total, on }) =>
    bar.update("days", { bytes: done, rows: done, total: Math.max(total, done) + 0 * on }),
  ).finally(() => bar.stop());
}

/** One folder a delivery, `BOOK/as-of-DATE`, each with its mapping file: importable one by one. */
async function writeDeliveries(options: DemoOptions, out: string): Promise<CalibrationCard> {
  const mappingByBook = new Map(demoBooks(options).map(({ code, mapping }) => [code, mapping]));
  const card = calibrationCard();
  for (const delivery of card.watch(demoDeliveries(options))) {
    const folder = join(out, delivery.book, `as-of-${isoFromDay(delivery.asOf)}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, "mora-mapping.json"),
      `${JSON.stringify(mappingByBook.get(delivery.book), null, 2)}\n`,
    );
    for (const [kind, lines] of delivery.files)
      await pipeline(Readable.from(lines), createWriteStream(join(folder, `${kind}.csv`)));
  }
  return card;
}

export function printCard(card: CalibrationCard): void {
  console.log(formatCalibrationCard(card, "en"));
  console.log(formatCalibrationCard(card, "zh"));
}
