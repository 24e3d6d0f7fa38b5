/** Aligned text for terminals, where a Chinese character is as wide as two Latin ones. */
export type Align = "left" | "right";

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

export const widthOf = (text: string): number =>
  [...text].reduce((width, character) => width + (WIDE.test(character) ? 2 : 1), 0);

const pad = (text: string, width: number, align: Align): string => {
  const space = " ".repeat(Math.max(0, width - widthOf(text)));
  return align === "left" ? text + space : space + text;
};

export const WIDTH = 100;

/** A table under its headings, indented by two. A long last cell goes on in its own column. */
export function columnsText(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  aligns: readonly Align[],
): string[] {
  const all = [headings, ...rows];
  const last = headings.length - 1;
  const widths = headings.map((_, i) => Math.max(...all.map((row) => widthOf(row[i] ?? ""))));
  const before = 2 + widths.slice(0, last).reduce((sum, width) => sum + width + 2, 0);
  return all.flatMap((row) => {
    const start = row
      .slice(0, last)
      .map((cell, i) => `${pad(cell, widths[i] ?? 0, aligns[i] ?? "left")}  `)
      .join("");
    const [first = "", ...more] =
      aligns[last] === "right"
        ? [pad(row[last] ?? "", widths[last] ?? 0, "right")]
        : wrapped(row[last] ?? "", Math.max(20, WIDTH - before));
    return [`  ${start}${first}`.trimEnd(), ...more.map((line) => " ".repeat(before) + line)];
  });
}

/** Breaks a text between words, so that no line is wider than `width`. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + 1 + widthOf(word) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A paragraph whose lines after the first are indented. */
export const hanging = (text: string, indent = 2): string[] =>
  wrapped(text, WIDTH - indent).map((line, i) => (i === 0 ? line : " ".repeat(indent) + line));
