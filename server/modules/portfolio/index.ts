export {
  type BookDeclaration,
  ensureBook,
  partitionsPerZone,
  signaturesNeeded,
  signNoSuppression,
} from "./books.ts";
