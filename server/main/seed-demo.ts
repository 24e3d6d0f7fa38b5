import { addDays, type DayNumber, isoFromDay } from "@mora/core/kernel/business-date";
import { runDays } from "../day-cycle/run.ts";
import {
  type CalibrationCard,
  calibrationCard,
  type Delivery,
  type DemoOptions,
  demoBooks,
  demoDeliveries,
} from "../modules/demo/index.ts";
import { csvSource, importBook, type Mapping, parseMapping } from "../modules/intake/index.ts";
import type { Clock } from "../platform/clock.ts";
import { fixedClock } from "../platform/clock.ts";
import type { Mora } from "./wire.ts";

export const demoZone = "Asia/Shanghai";

type SeedProgress = { readonly done: number; readonly total: number; readonly on: DayNumber };

/**
 * Seeds the synthetic lender: its deliveries go through the real import and the real day cycle, one
 * business date after the other, as if the book had been with us all the time. Every instant is made
 * from the business date, so that the same seed leaves the same rows.
 */
export async function seedDemo(
  mora: Pick<Mora, "pool" | "ring">,
  options: DemoOptions,
  onProgress: (progress: SeedProgress) => void | Promise<void> = () => undefined,
): Promise<CalibrationCard> {
  const mappings = mappingsOf(options);
  const card = calibrationCard();
  const world = card.watch(demoDeliveries(options))[Symbol.iterator]();
  let next = world.next();
  const from = next.done ? options.endOn : next.value.deliverOn;
  const total = options.endOn - from + 1;
  for (let on = from; on <= options.endOn; on = addDays(on, 1)) {
    for (let nth = 0; !next.done && next.value.deliverOn <= on; nth++) {
      await deliver(mora, next.value, { mappings, clock: clockOn(on, nth) });
      next = world.next();
    }
    await runDays(mora.pool, clockOn(on, 60), { zone: demoZone, through: on });
    await onProgress({ done: on - from + 1, total, on });
  }
  return card;
}

const mappingsOf = (options: DemoOptions): Map<string, Mapping> =>
  new Map(
    demoBooks(options).map(({ code, mapping }) => [
      code,
      parseMapping(JSON.stringify(mapping), code),
    ]),
  );

/** 06:00 in Shanghai on a date, plus some minutes: deliveries first, the day after them. */
function clockOn(on: DayNumber, minutes: number): Clock {
  const midnight = Date.parse(`${isoFromDay(on)}T00:00:00+08:00`);
  return fixedClock(new Date(midnight + (6 * 60 + minutes) * 60_000));
}

async function deliver(
  mora: Pick<Mora, "pool" | "ring">,
  delivery: Delivery,
  { mappings, clock }: { mappings: ReadonlyMap<string, Mapping>; clock: Clock },
): Promise<void> {
  const mapping = mappings.get(delivery.book) as Mapping;
  const inputs = new Map(
    [...delivery.files].map(([kind, lines]) => [
      kind,
      { name: `${kind}.csv`, endsInNewline: true, text: () => lines },
    ]),
  );
  await importBook(
    mora.pool,
    { ring: mora.ring, clock },
    { mapping, source: csvSource(inputs, mapping), asOf: isoFromDay(delivery.asOf) },
  );
}
