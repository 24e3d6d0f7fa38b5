import {
  BarChartOutlined,
  FileTextOutlined,
  InboxOutlined,
  UnorderedListOutlined,
} from "@ant-design/icons";
import { routes } from "@mora/contract";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Kbd } from "../ui/kbd.tsx";

/** The pages, with the keys that lead to them. */
export function SideNav({ version, onHelp }: { version: string | undefined; onHelp: () => void }) {
  const { t } = useTranslation();
  return (
    <nav className="side" aria-label={t("nav.label")}>
      <div className="side-in">
        <Link to="/portfolio" className="brand">
          <img src="/mora.svg" alt="" width={26} height={26} />
          <span>
            <strong>{t("app.name")}</strong>
            <span className="brand-tag">{t("app.tagline")}</span>
          </span>
        </Link>
        <Link to="/portfolio" className="side-link">
          <BarChartOutlined aria-hidden="true" />
          <span>{t("nav.portfolio")}</span>
          <Kbd keys="g p" />
        </Link>
        <Link to="/today" className="side-link">
          <UnorderedListOutlined aria-hidden="true" />
          <span>{t("nav.today")}</span>
          <Kbd keys="g t" />
        </Link>
        <Link to="/suspense" className="side-link">
          <InboxOutlined aria-hidden="true" />
          <span>{t("nav.suspense")}</span>
          <Kbd keys="g s" />
        </Link>
        <a href={routes.explorer} className="side-link">
          <FileTextOutlined aria-hidden="true" />
          <span>{t("nav.docs")}</span>
        </a>
        <div className="side-foot">
          <button type="button" className="side-link" onClick={onHelp}>
            <span>{t("nav.keys")}</span>
            <Kbd keys="?" />
          </button>
          <span className="muted small side-version">
            {version ? t("app.version", { version }) : " "}
          </span>
        </div>
      </div>
    </nav>
  );
}

/** The same pages within a thumb's reach on a phone. */
export function TabBar() {
  const { t } = useTranslation();
  return (
    <nav className="tabs" aria-label={t("nav.label")}>
      <Link to="/portfolio">
        <BarChartOutlined aria-hidden="true" />
        <span>{t("nav.portfolio")}</span>
      </Link>
      <Link to="/today">
        <UnorderedListOutlined aria-hidden="true" />
        <span>{t("nav.today")}</span>
      </Link>
      <Link to="/suspense">
        <InboxOutlined aria-hidden="true" />
        <span>{t("nav.suspense")}</span>
      </Link>
      <a href={routes.explorer}>
        <FileTextOutlined aria-hidden="true" />
        <span>{t("nav.docs")}</span>
      </a>
    </nav>
  );
}
