import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { UserError } from "../../platform/errors.ts";
import type { SourceFile } from "./source.ts";

export type Encoding = "utf-8" | "gb18030";

/** A file looked through once: its size, hash, encoding, and whether its last line is complete. */
export type TextFile = SourceFile & {
  readonly encoding: Encoding;
  readonly endsInNewline: boolean;
};

/**
 * Looks through a file before anything of it is used. UTF-8 (with or without byte order mark) and
 * GB18030 are both right; bytes that are neither are an error that names their position, never
 * replacement characters in somebody's name.
 *
 * @throws UserError FILE_MISSING, FILE_EMPTY, FILE_ENCODING
 */
export async function inspectFile(path: string): Promise<TextFile> {
  const bytes = sizeOf(path);
  if (bytes === 0) throw new UserError("FILE_EMPTY", `${path} is empty: not even a header line`);
  const utf8 = await scan(path, "utf-8");
  if (utf8.badAt === undefined) return { path, bytes, encoding: "utf-8", ...utf8 };
  const gb = await scan(path, "gb18030");
  if (gb.badAt === undefined) return { path, bytes, encoding: "gb18030", ...gb };
  throw new UserError(
    "FILE_ENCODING",
    `${path} is neither UTF-8 (fails near byte ${utf8.badAt}) nor GB18030 (fails near byte ${gb.badAt}). Save it in one of them`,
  );
}

function sizeOf(path: string): number {
  try {
    const stat = statSync(path);
    if (stat.isFile()) return stat.size;
  } catch {
    // Reported below, like a folder in a file's place.
  }
  throw new UserError("FILE_MISSING", `there is no file ${path}`);
}

type Scan = { sha256: string; endsInNewline: boolean; badAt: number | undefined };

async function scan(path: string, encoding: Encoding): Promise<Scan> {
  const hash = createHash("sha256");
  const decoder = new TextDecoder(encoding, { fatal: true });
  let at = 0;
  let last = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const bytes = chunk as Buffer;
    hash.update(bytes);
    try {
      decoder.decode(bytes, { stream: true });
    } catch {
      return { sha256: "", endsInNewline: false, badAt: at };
    }
    at += bytes.length;
    last = bytes.at(-1) ?? last;
  }
  try {
    decoder.decode();
  } catch {
    return { sha256: "", endsInNewline: false, badAt: at };
  }
  return { sha256: hash.digest("hex"), endsInNewline: last === 0x0a, badAt: undefined };
}

/** The text of a file in pieces, reporting the bytes read so far. */
export async function* readText(
  file: TextFile,
  onProgress: (bytes: number) => void,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(file.encoding, { fatal: true });
  let read = 0;
  for await (const chunk of createReadStream(file.path, { highWaterMark: 1 << 17 })) {
    read += (chunk as Buffer).length;
    onProgress(read);
    yield decoder.decode(chunk as Buffer, { stream: true });
  }
  yield decoder.decode();
}
