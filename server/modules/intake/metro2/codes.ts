/**
 * What Metro 2 codes mean for collections. Source: CDIA Credit Reporting Resource Guide, exhibits on
 * account status, ECOA, consumer information indicators and compliance condition codes. A code that
 * is not in these tables holds the account: not knowing is never permission.
 */

/** How an account status is read; `band` is days past due, as all the status says. */
export type StatusMeaning = {
  readonly status: "open" | "closed" | "charged_off" | "transferred";
  readonly band?: readonly [from: number, to: number];
  /** Why nobody is pressed although the account is open. */
  readonly hold?: "status_review" | "fraud";
};

const paid: StatusMeaning = { status: "closed" };
const review: StatusMeaning = { status: "open", hold: "status_review" };

export const statusMeaning: Readonly<Record<string, StatusMeaning>> = {
  "11": { status: "open", band: [0, 29] },
  "71": { status: "open", band: [30, 59] },
  "78": { status: "open", band: [60, 89] },
  "80": { status: "open", band: [90, 119] },
  "82": { status: "open", band: [120, 149] },
  "83": { status: "open", band: [150, 179] },
  "84": { status: "open", band: [180, -1] },
  // Paid or closed, whatever happened before: never enters collections.
  "13": paid,
  "61": paid,
  "62": paid,
  "63": paid,
  "64": paid,
  "65": paid,
  "05": { status: "transferred" },
  // Assigned to collections: late, and no more is said.
  "93": { status: "open" },
  // Claim filed, deed received, foreclosure, surrender, repossession: people look first.
  "88": review,
  "89": review,
  "94": review,
  "95": review,
  "96": review,
  // Charged off, the claim alive: not a bucket.
  "97": { status: "charged_off" },
  DA: { status: "closed", hold: "status_review" },
  DF: { status: "closed", hold: "fraud" },
};

/** Role of a consumer by ECOA code, and whether they owe. */
export type RoleMeaning = { readonly role: string; readonly isLiable: boolean };

export const ecoaMeaning: Readonly<Record<string, RoleMeaning>> = {
  "1": { role: "primary", isLiable: true },
  "2": { role: "co_borrower", isLiable: true },
  "3": { role: "authorised_user", isLiable: false },
  "5": { role: "joint_guarantor", isLiable: true },
  "7": { role: "co_borrower", isLiable: true },
  T: { role: "terminated", isLiable: false },
  X: { role: "co_borrower", isLiable: true },
  W: { role: "co_borrower", isLiable: true },
};

export type BankruptcyMeaning = {
  readonly chapter: "7" | "11" | "12" | "13" | "other";
  readonly stage: "petition" | "discharged" | "lifted";
};

/** Consumer information indicators about bankruptcy. A–D petition, E–H discharge, Q lifts. */
export const indicatorMeaning: Readonly<Record<string, BankruptcyMeaning>> = {
  A: { chapter: "7", stage: "petition" },
  B: { chapter: "11", stage: "petition" },
  C: { chapter: "12", stage: "petition" },
  D: { chapter: "13", stage: "petition" },
  E: { chapter: "7", stage: "discharged" },
  F: { chapter: "11", stage: "discharged" },
  G: { chapter: "12", stage: "discharged" },
  H: { chapter: "13", stage: "discharged" },
  Q: { chapter: "other", stage: "lifted" },
};

/** Compliance condition codes: whether a dispute stands. XA says closed at the consumer's request. */
export const disputeMeaning: Readonly<Record<string, "none" | "standing" | "ended">> = {
  XA: "none",
  XB: "standing",
  XC: "standing",
  XD: "standing",
  XE: "standing",
  XF: "standing",
  XG: "standing",
  XH: "ended",
  XJ: "standing",
  XR: "ended",
};
