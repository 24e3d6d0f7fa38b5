import { Story } from "@mora/contract/story";
import { type Document, isMap, isScalar, LineCounter, type ParsedNode, parseDocument } from "yaml";
import type { z } from "zod";

/** What is wrong with a story file, and where: a path such as `events[2].amount`, line and column from 1. */
export type StoryProblem = {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly what: string;
};

export type StoryReading =
  | { readonly ok: true; readonly story: Story }
  | { readonly ok: false; readonly problems: readonly StoryProblem[] };

/** Reads a story from YAML 1.2, or from JSON, which is YAML too. Every problem is found at once. */
export function readStory(text: string): StoryReading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: "1.2" });
  const syntax = document.errors.map(({ message, pos }) => ({
    path: "",
    ...place(lines, pos[0]),
    what: message.split("\n")[0] ?? message,
  }));
  if (syntax.length > 0) return { ok: false, problems: syntax };
  const plain = plainOf(document);
  if (!plain.ok)
    return { ok: false, problems: [{ path: "", line: 1, column: 1, what: plain.what }] };
  const parsed = Story.safeParse(plain.value);
  if (parsed.success) return { ok: true, story: parsed.data };
  const problems = parsed.error.issues.flatMap(nearestIssues).map((issue) => ({
    path: pathText(issue.path),
    ...place(lines, offsetOf(document, issue.path)),
    what: isThere(document, issue.path) ? issue.what : "this field is missing",
  }));
  return { ok: false, problems };
}

/** Aliases to nowhere, and files that blow up by aliases, show only here. */
function plainOf(
  document: Document.Parsed,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly what: string } {
  try {
    return { ok: true, value: document.toJS() };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return { ok: false, what: error.message };
  }
}

const isThere = (document: Document.Parsed, path: Path): boolean =>
  path.length === 0 || document.hasIn(path);

const place = (lines: LineCounter, offset: number): { line: number; column: number } => {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
};

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];
type Found = { readonly path: Path; readonly what: string };

/** An unknown key is shown at the key; of a union, the alternative that came nearest. */
function nearestIssues(issue: Issue): Found[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      what: "there is no such field",
    }));
  if (issue.code !== "invalid_union" || issue.errors.length === 0)
    return [{ path: issue.path, what: messageOf(issue) }];
  const depth = (issues: readonly Issue[]): number =>
    Math.max(
      ...issues.map(({ path, code }) => path.length + (code === "unrecognized_keys" ? 1 : 0)),
    );
  const nearest = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
  if (!nearest || depth(nearest) === 0)
    return [{ path: issue.path, what: issue.errors.map(alternatives).join(", or ") }];
  return nearest.flatMap((inner) =>
    nearestIssues({ ...inner, path: [...issue.path, ...inner.path] }),
  );
}

const alternatives = (issues: readonly Issue[]): string => issues.map(messageOf).join(" and ");

const messageOf = ({ message }: Issue): string => message.replace(/^Invalid (input|option): /, "");

const pathText = (path: Path): string =>
  path
    .map((key, i) =>
      typeof key === "number" ? `[${key}]` : i === 0 ? String(key) : `.${String(key)}`,
    )
    .join("");

/** Where a path stands in the text: its key if it has one, its value, or what should hold it. */
function offsetOf(document: Document.Parsed, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const offset = nodeOffset(document, path.slice(0, length));
    if (offset !== undefined) return offset;
  }
  return document.contents?.range[0] ?? 0;
}

function nodeOffset(document: Document.Parsed, path: Path): number | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const key = path.at(-1);
  if (isMap<ParsedNode>(parent)) {
    const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === key);
    return pair?.key.range?.[0];
  }
  return (document.getIn(path, true) as ParsedNode | undefined)?.range?.[0];
}
