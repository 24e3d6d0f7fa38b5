import type { AccountDetail, ScheduleLine } from "@mora/contract";
import { useTranslation } from "react-i18next";
import { formatAmount } from "../../ui/format.ts";
import { GrowthTable } from "./growth-table.tsx";
import { componentName, entryText, partsText, rowName } from "./ledger-words.ts";
import { componentsOf, entriesOf, growthOf, type RowEntry, sumMinor } from "./row-story.ts";

type Props = {
  account: AccountDetail;
  line: ScheduleLine;
  onEntry: (index: number) => void;
};

/** A row opened: what it asked for, the money behind it, what was changed, how late charges grew. */
export function Unfolded({ account, line, onEntry }: Props) {
  const { t } = useTranslation();
  const show = (minor: string | bigint): string => formatAmount(minor, account.currency, "bare");
  const all = entriesOf(account.entries, line.no);
  const money = all.filter(({ entry }) => entry.kind === "applied");
  const changes = all.filter(({ entry }) => entry.kind !== "applied");
  return (
    <section
      ref={showAll}
      className="unfolded"
      aria-label={t("ledger.unfold", { row: rowName(t, line) })}
    >
      <div className="unfolded-blocks">
        <Asked line={line} show={show} />
        <MoneyBehind line={line} money={money} show={show} onEntry={onEntry} />
        {changes.length > 0 ? <Changes changes={changes} show={show} onEntry={onEntry} /> : null}
      </div>
      {growthOf(account.accruals, line).map((growth) => (
        <GrowthTable key={growth.component} growth={growth} currency={account.currency} />
      ))}
    </section>
  );
}

/** What unfolds at the foot of the list must not stay below it. */
const showAll = (place: HTMLElement | null): void => place?.scrollIntoView({ block: "nearest" });

type Show = (minor: string | bigint) => string;

function Asked({ line, show }: { line: ScheduleLine; show: Show }) {
  const { t } = useTranslation();
  const { asked, paid, waived } = line.detail;
  const hasWaived = Object.values(waived).some((minor) => minor !== "0");
  const open = (component: string): bigint =>
    BigInt(asked[component] ?? 0) - BigInt(paid[component] ?? 0) - BigInt(waived[component] ?? 0);
  return (
    <div>
      <h3>{t("ledger.asked")}</h3>
      <table className="small-table">
        <thead>
          <tr>
            <th scope="col">{t("ledger.component")}</th>
            <th scope="col" className="right">
              {t("account.due")}
            </th>
            <th scope="col" className="right">
              {t("account.paid")}
            </th>
            {hasWaived ? (
              <th scope="col" className="right">
                {t("ledger.waived")}
              </th>
            ) : null}
            <th scope="col" className="right">
              {t("account.open")}
            </th>
          </tr>
        </thead>
        <tbody>
          {componentsOf(line).map((component) => (
            <tr key={component}>
              <th scope="row">{componentName(t, component)}</th>
              <td className="num right">{show(asked[component] ?? "0")}</td>
              <td className="num right">{show(paid[component] ?? "0")}</td>
              {hasWaived ? <td className="num right">{show(waived[component] ?? "0")}</td> : null}
              <td className="num right">{show(open(component))}</td>
            </tr>
          ))}
          <tr className="is-result">
            <th scope="row">{t("term.total")}</th>
            <td className="num right">{show(line.due.totalMinor)}</td>
            <td className="num right">{show(line.paid.totalMinor)}</td>
            {hasWaived ? <td className="num right">{show(line.waived.totalMinor)}</td> : null}
            <td className="num right">{show(line.openMinor)}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}

type MoneyProps = {
  line: ScheduleLine;
  money: readonly RowEntry[];
  show: Show;
  onEntry: Props["onEntry"];
};

function MoneyBehind({ line, money, show, onEntry }: MoneyProps) {
  const { t } = useTranslation();
  const sum = sumMinor(money);
  const paid = line.paid.totalMinor;
  return (
    <div>
      <h3>{t("ledger.money")}</h3>
      {money.length === 0 ? (
        <p className="muted">{t("ledger.noMoney")}</p>
      ) : (
        <table className="small-table">
          <thead>
            <tr>
              <th scope="col">{t("ledger.source")}</th>
              <th scope="col" className="right">
                {t("ledger.whole")}
              </th>
              <th scope="col" className="right">
                {t("ledger.part")}
              </th>
            </tr>
          </thead>
          <tbody>
            {money.map((one) => (
              <tr key={one.index}>
                <td>
                  <EntryLink one={one} onEntry={onEntry} />
                  <span className="muted parts">{partsText(t, one.parts, show)}</span>
                </td>
                <td className="num right muted">{show(one.entry.amountMinor ?? "0")}</td>
                <td className="num right">{show(one.minor)}</td>
              </tr>
            ))}
            <tr className="is-result">
              <td colSpan={2}>{t("account.paid")}</td>
              <td className="num right">{show(sum)}</td>
            </tr>
          </tbody>
        </table>
      )}
      {money.length > 0 && String(sum) !== paid ? (
        <p className="muted">{t("ledger.moneyDiffers", { sum: show(sum), paid: show(paid) })}</p>
      ) : null}
    </div>
  );
}

function Changes({ changes, show, onEntry }: Omit<MoneyProps, "line" | "money"> & ChangesOf) {
  const { t } = useTranslation();
  return (
    <div>
      <h3>{t("ledger.changes")}</h3>
      <table className="small-table">
        <tbody>
          {changes.map((one) => (
            <tr key={one.index}>
              <td>
                <EntryLink one={one} onEntry={onEntry} />
                <span className="muted parts">{partsText(t, one.parts, show)}</span>
              </td>
              <td className="num right">{show(one.minor)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type ChangesOf = { changes: readonly RowEntry[] };

function EntryLink({ one, onEntry }: { one: RowEntry; onEntry: Props["onEntry"] }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className="link"
      title={t("ledger.showEntry")}
      onClick={() => onEntry(one.index)}
    >
      <span className="num nowrap">{one.entry.on}</span> {entryText(t, one.entry)}
    </button>
  );
}
