import { MultiBar, type SingleBar } from "cli-progress";

/** A progress bar a file, on standard error; silent where that is no terminal. */
export function progressBar(label: string) {
  const bars = new MultiBar({
    format: `${label} {name} [{bar}] {percentage}% {rows} rows`,
    clearOnComplete: false,
    hideCursor: true,
    stream: process.stderr,
    noTTYOutput: false,
  });
  const barByName = new Map<string, SingleBar>();
  return {
    update(name: string, at: { bytes: number; rows: number; total: number }): void {
      const total = Math.max(at.total, 1);
      let bar = barByName.get(name);
      if (!bar) {
        bar = bars.create(total, 0, { name: name.padEnd(14), rows: 0 });
        barByName.set(name, bar);
      }
      bar.update(Math.min(at.bytes, total), { rows: at.rows });
    },
    stop: (): void => bars.stop(),
  };
}

/** Aligned columns of text; numbers to the right. */
export function table(
  columns: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const cells = [columns, ...rows.map((row) => row.map(String))];
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => (row[i] ?? "").length)));
  const isNumber = columns.map((_, i) => rows.every((row) => typeof row[i] === "number"));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (isNumber[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join("  ")
      .trimEnd();
  return cells.map(line).join("\n");
}
