export { readAccount } from "./account-detail.ts";
export { dpdOf } from "./ageing.ts";
export {
  type BookDeclaration,
  ensureBook,
  partitionsPerZone,
  signaturesNeeded,
  signNoSuppression,
} from "./books.ts";
export { maskContact, openPartyKeys, partiesFound, readNames } from "./people.ts";
export { listBooks } from "./queries.ts";
export { portfolioRoutes } from "./routes.ts";
