import type { BankLine } from "@mora/contract";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { SuspenseSearch } from "../../search.ts";
import { formatAmount } from "../../ui/format.ts";
import { reasonText } from "./words.ts";

type Props = {
  lines: readonly BankLine[];
  selected: string | undefined;
  search: SuspenseSearch;
  /** Enter on the line that is open: its first candidate takes the focus. */
  onEnter: () => void;
};

/** Bank lines, oldest money first, each with the first reason why it is where it is. */
export function Lines({ lines, selected, search, onEnter }: Props) {
  const { t } = useTranslation();
  return (
    <ol className="lines" aria-label={t("suspense.table")}>
      {lines.map((line) => (
        <Line
          key={line.lineId}
          line={line}
          isSelected={line.lineId === selected}
          search={search}
          onEnter={onEnter}
        />
      ))}
    </ol>
  );
}

type LineProps = Omit<Props, "lines" | "selected"> & { line: BankLine; isSelected: boolean };

function Line({ line, isSelected, search, onEnter }: LineProps) {
  const { t } = useTranslation();
  const [reason] = line.reasons;
  return (
    <li className={`line${isSelected ? " is-active" : ""}`} data-line={line.lineId}>
      <div className="line-head">
        <Link
          to="/suspense"
          search={{ ...search, line: line.lineId }}
          className="line-link"
          aria-current={isSelected ? "true" : undefined}
          resetScroll={false}
          // A click of the mouse has a detail, Enter on the link has none. On a line that is not open
          // yet the candidates in sight are another line's: there Enter only opens.
          onClick={({ detail }) => (detail === 0 && isSelected ? onEnter() : undefined)}
        >
          {line.payerName ?? <span className="muted">{t("suspense.noPayer")}</span>}
        </Link>
        <span className="num line-amount">
          {line.direction === "debit" ? "−" : ""}
          {formatAmount(line.amountMinor, line.currency, "full")}
        </span>
      </div>
      <div className="line-sub">
        <span className="num nowrap muted">{line.valueOn}</span>
        <span className="muted line-text">{line.remittance}</span>
        {line.direction === "debit" ? (
          <span className="muted nowrap">{t("suspense.out")}</span>
        ) : null}
      </div>
      <div className="line-sub">
        <span className="line-why">{reason ? reasonText(t, reason) : null}</span>
        {line.accountRef ? (
          <span className="num nowrap">{line.accountRef}</span>
        ) : line.candidates > 0 ? (
          <span className="muted nowrap num">
            {t("suspense.candidates", { count: line.candidates })}
          </span>
        ) : null}
      </div>
    </li>
  );
}
