import { SafetyOutlined } from "@ant-design/icons";
import type { WorkItems } from "@mora/contract";
import { useTranslation } from "react-i18next";
import { formatCount } from "../../ui/format.ts";

/** People who are late and are left in peace, and why: protection is part of the work. */
export function Withheld({ withheld }: { withheld: WorkItems["withheld"] }) {
  const { t } = useTranslation();
  const present = withheld.filter((one) => one.people > 0);
  const people = present.reduce((sum, one) => sum + one.people, 0);
  if (people === 0) return null;
  return (
    <details className="withheld">
      <summary>
        <SafetyOutlined aria-hidden="true" />
        <span className="withheld-title">{t("withheld.title", { count: people })}</span>
        {present.map((one) => (
          <span key={one.reason} className="withheld-part">
            {t(`withheld.${one.reason}.short`)} <b className="num">{formatCount(one.people)}</b>
          </span>
        ))}
      </summary>
      <dl>
        {present.map((one) => (
          <div key={one.reason}>
            <dt>
              {t(`withheld.${one.reason}.short`)} · {t("common.people", { count: one.people })}
            </dt>
            <dd>{t(`withheld.${one.reason}.more`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
