type Row = { color: string; label: string; value: string };

/** Content of a chart's tooltip as elements: the texts are data, and never become markup. */
export function tooltipRows(title: string, rows: readonly Row[]): HTMLElement {
  const box = document.createElement("div");
  box.className = "tip num";
  box.append(Object.assign(document.createElement("strong"), { textContent: title }));
  for (const row of rows) {
    const line = document.createElement("div");
    const swatch = Object.assign(document.createElement("i"), { className: "swatch" });
    swatch.style.background = row.color;
    const label = Object.assign(document.createElement("span"), { textContent: row.label });
    const value = Object.assign(document.createElement("b"), { textContent: row.value });
    line.append(swatch, label, value);
    box.append(line);
  }
  return box;
}
