import { Popover } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

type Props = {
  label: string;
  value: string;
  note: ReactNode;
  /** The arithmetic that the number opens into. */
  children: ReactNode;
};

/** A head figure: name, number, denominator; a button that opens its arithmetic. */
export function Figure({ label, value, note, children }: Props) {
  const { t } = useTranslation();
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      title={label}
      content={<div className="arith">{children}</div>}
    >
      <button type="button" className="figure" title={t("common.explainFigure")}>
        <span className="figure-label">{label}</span>
        <span className="figure-value num">{value}</span>
        <span className="figure-note num">{note}</span>
      </button>
    </Popover>
  );
}

export type ArithRow = {
  key: string;
  op: "" | "+" | "−" | "=" | "÷";
  label: ReactNode;
  value: string;
};

/** A small sum: operand by operand, the result under a line. */
export function Arith({ rows, foot }: { rows: readonly ArithRow[]; foot?: ReactNode }) {
  return (
    <>
      <table className="arith-table">
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} className={row.op === "=" ? "is-result" : undefined}>
              <td className="arith-op">{row.op}</td>
              <td>{row.label}</td>
              <td className="num right">{row.value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {foot ? <p className="muted small">{foot}</p> : null}
    </>
  );
}
