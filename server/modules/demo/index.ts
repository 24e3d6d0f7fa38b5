import { CalibrationCard } from "./calibration.ts";
import { cardProducts } from "./cards.ts";
import { loanProducts } from "./loans.ts";
import type { DemoOptions } from "./options.ts";
import { type Delivery, World } from "./world.ts";

/**
 * The synthetic lender: a believable book of instalment loans and cards, delivered as CSV bundles
 * day by day. Everything is invented, marked as such, and follows from the options alone: the same
 * options give the same bytes on any machine. The generator does no I/O.
 */
export { CalibrationCard, type Measured } from "./calibration.ts";
export {
  type CardLanguage,
  formatCalibrationCard,
  isFalling,
  isMet,
  type Target,
  targetsOf,
} from "./calibration-text.ts";
export { type Cause, causes } from "./causes.ts";
export { type ResultCode, resultCodes } from "./contacts.ts";
export type { DemoOptions } from "./options.ts";
export { demoGroundTruth, type GroundTruth } from "./truth.ts";
export type { Delivery } from "./world.ts";

/** A book of the demo lender and the content of its `mora-mapping.json`. */
export type DemoBook = {
  readonly code: "LOAN" | "CARD";
  readonly mapping: Record<string, unknown>;
};

const creditor = { code: "MORA-DEMO", name: "青禾消费金融 Greenfield Consumer Finance" };

/** The two books; they are the same whatever the options. */
export function demoBooks(_options: DemoOptions): DemoBook[] {
  const mapping = (book: object, products: object): Record<string, unknown> => ({
    creditor,
    creditorGroup: { code: "MORA-DEMO-GROUP", name: "青禾集团 Greenfield Group" },
    book: { ...book, zone: "Asia/Shanghai", currency: "CNY" },
    synthetic: true,
    system: "demo-core",
    products,
  });
  const loan = { code: "LOAN", name: "消费分期 Instalment loans", kind: "serviced" } as const;
  const card = { code: "CARD", name: "信用卡 Credit cards", kind: "host_fed" } as const;
  return [
    { code: loan.code, mapping: mapping(loan, loanProducts) },
    { code: card.code, mapping: mapping(card, cardProducts) },
  ];
}

/** All deliveries in the order in which they arrive: first the two opening ones, then every day's. */
export const demoDeliveries = (options: DemoOptions): Iterable<Delivery> =>
  new World(options).deliveries();

/** An empty calibration card; let deliveries flow through its `watch`, then format it. */
export const calibrationCard = (): CalibrationCard => new CalibrationCard();
