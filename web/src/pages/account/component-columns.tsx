import type { Components } from "@mora/contract";
import { useTranslation } from "react-i18next";

/** Groups of components that have a column. */
export type Group = "principal" | "interest" | "penalty" | "fee";
type Show = (minor: string) => string;

const USUAL: readonly Group[] = ["principal", "interest", "fee"];
const ALL: readonly Group[] = ["principal", "interest", "penalty", "fee"];

/** Late charges have a column only where there are any: most accounts never see one. */
export const groupsIn = (rows: readonly (Components | null)[]): readonly Group[] =>
  rows.some((row) => row !== null && row.penaltyMinor !== "0") ? ALL : USUAL;

/** Heads of the component columns; narrow screens have no room for them. */
export function ComponentHeads({ groups }: { groups: readonly Group[] }) {
  const { t } = useTranslation();
  return groups.map((group) => (
    <th
      key={group}
      scope="col"
      className="right wide-only"
      title={group === "penalty" ? t("term.penaltyHint") : undefined}
    >
      {t(`term.${group}`)}
    </th>
  ));
}

type Props = { components: Components | null; groups: readonly Group[]; show: Show };

export const ComponentCells = ({ components, groups, show }: Props) =>
  groups.map((group) => (
    <td key={group} className="num right wide-only">
      {components ? show(components[`${group}Minor`]) : ""}
    </td>
  ));

/** The same under a sentence, where there is no room for columns. */
export function ComponentList({ components, groups, show }: Props) {
  const { t } = useTranslation();
  if (!components) return null;
  return (
    <span className="narrow-only muted small num component-list">
      {groups.map((group) => (
        <span key={group}>
          {t(`term.${group}`)} {show(components[`${group}Minor`])}
        </span>
      ))}
    </span>
  );
}
