import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { UserError } from "../../platform/errors.ts";

/** A file read whole: what it is called, what it says, and what its bytes hash to. */
export type BankFile = { readonly name: string; readonly text: string; readonly hash: Buffer };

/** A statement of a year's largest accounts is some tens of megabytes; more is no statement. */
const BYTES_MAX = 256 * 1024 * 1024;

/** @throws UserError FILE_MISSING, FILE_EMPTY, FILE_TOO_LARGE, FILE_ENCODING */
export function readBankFile(path: string): BankFile {
  const size = statSync(path, { throwIfNoEntry: false });
  if (!size?.isFile()) throw new UserError("FILE_MISSING", `there is no file ${path}`);
  if (size.size > BYTES_MAX)
    throw new UserError(
      "FILE_TOO_LARGE",
      `${path} has ${size.size} bytes; a statement has at most ${BYTES_MAX}. Split it by account or month`,
    );
  return bankFile(basename(path), readFileSync(path));
}

/** A file that is in memory already. @throws UserError FILE_EMPTY, FILE_ENCODING */
export function bankFile(name: string, bytes: Buffer): BankFile {
  const text = decode(name, bytes);
  if (text.trim() === "") throw new UserError("FILE_EMPTY", `${name} is empty`);
  return { name, text, hash: createHash("sha256").update(bytes).digest() };
}

/**
 * What the XML declaration or byte order mark names, else UTF-8, else GB18030. Bytes that fit none are
 * an error: a replacement character in a name would hide whose money this is.
 */
function decode(name: string, bytes: Buffer): string {
  const declared = /^<\?xml[^>]*encoding=["']([\w.:-]+)["']/.exec(bytes.toString("latin1", 0, 200));
  const labels = declared?.[1] ? [declared[1]] : [markedAs(bytes), "utf-8", "gb18030"];
  for (const label of labels) {
    const text = label && decodeAs(bytes, label);
    if (text !== undefined) return text;
  }
  throw new UserError(
    "FILE_ENCODING",
    `${name} is not ${declared?.[1] ?? "UTF-8, UTF-16 with a byte order mark, or GB18030"}. Save it in one of them`,
  );
}

const markedAs = (bytes: Buffer): string => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
};

function decodeAs(bytes: Buffer, label: string): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
