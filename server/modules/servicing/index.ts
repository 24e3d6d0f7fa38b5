export type { LoanPolicy } from "@mora/contract/loan-policy";
export {
  type AccountLoan,
  accountLoan,
  dayCountingOf,
  EVENT_ARRAY,
  type LoanRow,
  ledgerPolicyOf,
  PAYMENT_ARRAYS,
} from "./account-loan.ts";
export { ageDateOf, type BookReach, isFresh } from "./book-reach.ts";
export { type NewEvent, recordEvent } from "./commands.ts";
export { noteConsequences, noteLatePayments } from "./consequences.ts";
export { type HostReport, readHostBalance } from "./host-balance.ts";
export { addPayment, type NewPayment, withdrawPayment } from "./payments.ts";
export { servicingRoutes } from "./routes.ts";
export { type LedgerAccount, readLedgerAccount } from "./store.ts";
