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

/** A table under its headings, indented by two; empty rows make no table. */
export function columnsText(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  aligns: readonly Align[],
): string[] {
  const all = [headings, ...rows];
  const widths = headings.map((_, i) => Math.max(...all.map((row) => widthOf(row[i] ?? ""))));
  const line = (row: readonly string[]): string =>
    `  ${row.map((cell, i) => pad(cell, widths[i] ?? 0, aligns[i] ?? "left")).join("  ")}`.trimEnd();
  return all.map(line);
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
