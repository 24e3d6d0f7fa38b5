import type { WorkItem } from "@mora/contract";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { TodaySearch } from "../../search.ts";
import { BucketTag } from "../../ui/bucket-tag.tsx";
import { Dpd } from "../../ui/dpd.tsx";
import { formatCount } from "../../ui/format.ts";
import { Money } from "../../ui/money.tsx";
import { Shape } from "../../ui/states.tsx";
import { Why } from "./why.tsx";

export type RowProps = {
  item: WorkItem | undefined;
  index: number;
  isActive: boolean;
  isOpen: boolean;
  /** With the place, what the account page needs to know the next person. */
  filter: TodaySearch;
  onToggle: (index: number) => void;
  onActivate: (index: number) => void;
  measure: (element: Element | null) => void;
};

/** A person of the queue as a table row. */
export const TableRow = memo(function TableRow(props: RowProps) {
  const { item, index, isActive, isOpen, onToggle, onActivate, measure } = props;
  const className = `work-row${isActive ? " is-active" : ""}`;
  const common = { ref: measure, "data-index": index, "aria-rowindex": index + 2, className };
  const activate = (): void => onActivate(index);
  if (!item)
    return (
      <tr {...common}>
        {SHAPES.map(([key, width]) => (
          <td key={key}>
            <Shape width={width} />
          </td>
        ))}
      </tr>
    );
  return (
    <tr {...common} onFocus={activate} onMouseDown={activate}>
      <td className="num muted right">{formatCount(item.rank)}</td>
      <th scope="row">
        <PersonLink item={item} filter={props.filter} at={index} />
        <SeveralNote item={item} />
        <Sub item={item} />
      </th>
      <td className="right">
        <Money minor={item.pastDueMinor} currency={item.currency} />
        <BalanceNote item={item} />
      </td>
      <td className="right">
        <Dpd dpd={item.dpd} />
      </td>
      <td>
        <BucketTag bucket={item.bucket} />
      </td>
      <td>
        <StepName step={item.step} />
      </td>
      <td>
        <Why item={item} isOpen={isOpen} onToggle={() => onToggle(index)} />
      </td>
    </tr>
  );
});

const SHAPES = [
  ["rank", "24px"],
  ["person", "150px"],
  ["pastDue", "80px"],
  ["dpd", "30px"],
  ["bucket", "34px"],
  ["step", "70px"],
  ["why", "60%"],
] as const;

/** The same as a card, for narrow screens. */
export const CardRow = memo(function CardRow(props: RowProps) {
  const { t } = useTranslation();
  const { item, index, isActive, isOpen, onToggle, onActivate, measure } = props;
  const common = { ref: measure, "data-index": index, onFocus: () => onActivate(index) };
  if (!item)
    return (
      <li {...common} className="work-item">
        <div className="work-card">
          <Shape width="50%" />
          <Shape width="80%" />
          <Shape width="70%" />
        </div>
      </li>
    );
  return (
    <li {...common} className="work-item">
      <div className={`work-card${isActive ? " is-active" : ""}`}>
        <div className="card-line">
          <span>
            <span className="num muted card-rank">{formatCount(item.rank)}</span>
            <PersonLink item={item} filter={props.filter} at={index} />
          </span>
          <strong>
            <Money minor={item.pastDueMinor} currency={item.currency} />
          </strong>
        </div>
        <div className="card-line">
          <Sub item={item} />
          <BalanceNote item={item} />
        </div>
        <div className="card-line card-state">
          <BucketTag bucket={item.bucket} />
          <span>
            <span className="muted">{t("term.dpd")}</span> <Dpd dpd={item.dpd} unit />
          </span>
          <StepName step={item.step} />
          <SeveralNote item={item} />
        </div>
        <Why item={item} isOpen={isOpen} onToggle={() => onToggle(index)} />
      </div>
    </li>
  );
});

type ItemProps = { item: WorkItem };

function PersonLink({ item, filter, at }: ItemProps & { filter: TodaySearch; at: number }) {
  const { t } = useTranslation();
  return (
    <Link
      to="/accounts/$accountId"
      params={{ accountId: item.accountId }}
      search={{ ...filter, at }}
      preload={false}
      className="person"
    >
      {item.name ?? t("common.noName")}
    </Link>
  );
}

function Sub({ item }: ItemProps) {
  return (
    <span className="sub sub-account num">
      <span title={item.productName}>{item.productName}</span>
      <span>{item.accountRef}</span>
    </span>
  );
}

/** That the row stands for more than one late account. */
function SeveralNote({ item }: ItemProps) {
  const { t } = useTranslation();
  if (item.accountsLate < 2) return null;
  return (
    <span className="several num">{t("today.moreAccounts", { count: item.accountsLate })}</span>
  );
}

function BalanceNote({ item }: ItemProps) {
  const { t } = useTranslation();
  const [before, after] = t("today.balance", { amount: "\u0000" }).split("\u0000");
  return (
    <span className="sub">
      {before}
      <Money minor={item.balanceMinor} currency={item.currency} />
      {after}
    </span>
  );
}

function StepName({ step }: { step: WorkItem["step"] }) {
  const { t } = useTranslation();
  return <span className="step">{t(`step.${step}`)}</span>;
}
