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
export { type HostReport, readHostBalance } from "./host-balance.ts";
export { type LedgerAccount, readLedgerAccount } from "./store.ts";
