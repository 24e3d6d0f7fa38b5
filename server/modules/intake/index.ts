export {
  bundleFormat,
  type Column,
  type ColumnName,
  type FileKind,
  fileKinds,
} from "./bundle-format.ts";
export { type CsvInput, csvSource, openCsvBundle } from "./csv-source.ts";
export { type ImportSummary, importBook } from "./import-book.ts";
export { type Mapping, parseMapping } from "./mapping.ts";
export { openMetro2 } from "./metro2/metro2-source.ts";
export type { RowSource } from "./source.ts";
export type { FileReject, ImportProgress, ImportRequest } from "./staging.ts";
