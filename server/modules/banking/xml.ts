import { XMLParser, XMLValidator } from "fast-xml-parser";
import { UserError } from "../../platform/errors.ts";

/** An element by its local name; text without the space around it. */
export type Xml = {
  readonly name: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Xml[];
  /** Line in the file, from 1. */
  readonly line: number;
};

const TEXT = "#";
const MARK = "@";
const parser = new XMLParser({
  alwaysCreateTextNode: true,
  attributeNamePrefix: MARK,
  captureMetaData: true,
  // Numbers and dates stay as they are written: an amount must never pass through a float.
  parseAttributeValue: false,
  parseTagValue: false,
  ignoreAttributes: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  isArray: () => true,
  htmlEntities: true,
  removeNSPrefix: true,
  textNodeName: TEXT,
  trimValues: true,
});
const metadata = XMLParser.getMetaDataSymbol() as unknown as symbol;

/**
 * Parses a file whose root is `rootName`. A document type is refused: no bank sends one, and its
 * entities can be made to read files or to fill the memory.
 *
 * @throws UserError XML_MALFORMED with the line
 */
export function parseXml(
  text: string,
  { file, rootName }: { file: string; rootName: string },
): Xml {
  const plain = text.replace(/^\uFEFF/, "");
  if (/<!DOCTYPE/i.test(plain))
    throw new UserError("XML_MALFORMED", `${file} has a document type, which no statement has`);
  const checked = XMLValidator.validate(plain);
  if (checked !== true)
    throw new UserError(
      "XML_MALFORMED",
      `${file}, line ${checked.err.line}: ${checked.err.msg} The file may have been cut off; get it from the bank again`,
    );
  const lineAt = lineFinder(plain);
  const roots = Object.entries(parser.parse(plain) as Record<string, unknown>);
  const [name, found] = roots[0] ?? ["", undefined];
  if (roots.length !== 1 || name !== rootName || !Array.isArray(found) || found.length !== 1)
    throw new UserError(
      "FORMAT_UNKNOWN",
      `${file} is XML, but its root is ${name || "missing"}, not ${rootName}: it is no bank statement`,
    );
  return toXml(name, found[0], lineAt);
}

type Parsed = Readonly<Record<string | symbol, unknown>>;

function toXml(name: string, value: unknown, lineAt: (index: number) => number): Xml {
  const parsed = value as Parsed;
  const attributes: Record<string, string> = {};
  const children: Xml[] = [];
  for (const [key, inner] of Object.entries(parsed)) {
    if (key === TEXT || !Array.isArray(inner)) continue;
    if (key.startsWith(MARK)) attributes[key.slice(1)] = String(inner[0]);
    else for (const child of inner) children.push(toXml(key, child, lineAt));
  }
  const at = (parsed[metadata] as { startIndex?: number } | undefined)?.startIndex ?? 0;
  return { name, text: String(parsed[TEXT] ?? "").trim(), attributes, children, line: lineAt(at) };
}

/** The line of an index, by halving the list of line starts. */
function lineFinder(text: string): (index: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (index) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= index) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

/** Elements at a path of local names; several steps fan out. */
export function all(node: Xml | undefined, ...path: readonly string[]): Xml[] {
  return path.reduce<Xml[]>(
    (nodes, name) => nodes.flatMap((n) => n.children.filter((child) => child.name === name)),
    node ? [node] : [],
  );
}

export const first = (node: Xml | undefined, ...path: readonly string[]): Xml | undefined =>
  all(node, ...path)[0];

/** Text at the first of several paths (`A/B`) that has any; undefined where none has. */
export function textAt(node: Xml | undefined, ...paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const text = first(node, ...path.split("/"))?.text;
    if (text) return text;
  }
  return undefined;
}
