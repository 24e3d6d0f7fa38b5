import type { FileKind } from "./bundle-format.ts";

/**
 * What an import reads, whatever the format: rows of bundle kinds as plain text, column by column in
 * the order of `bundleFormat`. CSV bundles and Metro 2 files both become this, so that everything
 * after it — checks, protection, idempotency — exists once.
 */
export type RowSource = {
  /** Kinds that the source has, also where it has no rows of them. */
  readonly kinds: readonly FileKind[];
  readonly files: readonly SourceFile[];
  /** What the reader should know before trusting the file, such as a trailer that does not agree. */
  readonly notes: readonly string[];
  readonly rows: (
    kind: FileKind,
    onProgress: (bytes: number) => void,
  ) => AsyncIterable<SourceLine[]>;
};

export type SourceFile = { readonly path: string; readonly bytes: number; readonly sha256: string };

export type SourceLine =
  | { readonly line: number; readonly values: readonly string[] }
  | (Reject & { readonly values?: undefined });

/** A row that was left out: where, and why in words that name the remedy. */
export type Reject = {
  readonly line: number;
  readonly column: string;
  readonly code: string;
  readonly reason: string;
};
