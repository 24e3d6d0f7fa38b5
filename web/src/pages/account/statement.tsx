import type { AccountDetail, ArithmeticLine } from "@mora/contract";
import { useTranslation } from "react-i18next";
import { sentence } from "../../i18n/sentence.ts";
import { Dated } from "../../ui/dated.tsx";
import { formatAmount } from "../../ui/format.ts";
import { Panel } from "../../ui/panel.tsx";
import { useIsNarrow } from "../../ui/use-media.ts";
import {
  ComponentCells,
  ComponentHeads,
  ComponentList,
  type Group,
  groupsIn,
} from "./component-columns.tsx";
import { readableParams } from "./params.ts";

type Props = { account: AccountDetail };

const SIGN: Readonly<Record<ArithmeticLine["op"], string>> = {
  start: "",
  plus: "+",
  minus: "−",
  equals: "=",
  note: "",
};

/** The arithmetic of the figures, unfolded: operand, operand, result, each with its components. */
export function Statement({ account }: Props) {
  const { t } = useTranslation();
  const { arithmetic, currency, agedOn } = account;
  if (arithmetic.length === 0) return null;
  const groups = groupsIn(arithmetic.map(({ components }) => components));
  return (
    <Panel
      title={t("account.arithmetic")}
      note={agedOn ? t("account.agedOn", { on: agedOn }) : undefined}
    >
      <table className="statement">
        <thead>
          <tr>
            <th scope="col" colSpan={2}>
              <span className="sr-only">{t("account.components")}</span>
            </th>
            <ComponentHeads groups={groups} />
            <th scope="col" className="right">
              {t("term.total")} ({currency})
            </th>
          </tr>
        </thead>
        <tbody>
          {arithmetic.map((line, index) => (
            // Lines have no identity but their place in the sum.
            // biome-ignore lint/suspicious/noArrayIndexKey: order is the identity
            <Line key={index} line={line} currency={currency} groups={groups} />
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

type LineProps = { line: ArithmeticLine; currency: string; groups: readonly Group[] };

function Line({ line, currency, groups }: LineProps) {
  const { t } = useTranslation();
  const isNarrow = useIsNarrow();
  const code =
    line.code === "payments_received" && line.params.count === 0 ? "payments_none" : line.code;
  const text = sentence(t, ["line", code], readableParams(line.params, { t, currency })) ?? code;
  const show = (minor: string): string => formatAmount(minor, currency, "bare");
  const { components, op } = line;
  if (line.amountMinor === null && components === null)
    return (
      <tr className="is-note">
        <td className="arith-op">{SIGN[op]}</td>
        <td colSpan={isNarrow ? 2 : groups.length + 2}>
          <Dated>{text}</Dated>
        </td>
      </tr>
    );
  return (
    <tr className={op === "equals" ? "is-result" : undefined}>
      <td className="arith-op">{SIGN[op]}</td>
      <td>
        <Dated>{text}</Dated>
        <ComponentList components={components} groups={groups} show={show} />
      </td>
      <ComponentCells components={components} groups={groups} show={show} />
      <td className="num right">{show(line.amountMinor ?? components?.totalMinor ?? "0")}</td>
    </tr>
  );
}
