import {
  BulbOutlined,
  DesktopOutlined,
  MoonOutlined,
  QuestionCircleOutlined,
  SunOutlined,
} from "@ant-design/icons";
import type { Meta } from "@mora/contract";
import { useNavigate } from "@tanstack/react-router";
import { Button, Dropdown, Segmented, Select, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { chooseLang, isLang, type Lang } from "../i18n/index.ts";
import { formatCount } from "../ui/format.ts";
import { Shape } from "../ui/states.tsx";
import { THEME_CHOICES, type ThemeChoice, useTheme } from "../ui/theme.tsx";

type Props = { meta: Meta | undefined; book: string | undefined; onHelp: () => void };

/** Book, date, language, theme. */
export function TopBar({ meta, book, onHelp }: Props) {
  const { t } = useTranslation();
  return (
    <header className="top">
      <img className="top-mark" src="/mora.svg" alt={t("app.name")} width={24} height={24} />
      <BookSelect meta={meta} book={book} />
      <AsOf meta={meta} book={book} />
      <div className="top-tools">
        <LangSwitch />
        <ThemeSwitch />
        <Button
          className="top-help"
          type="text"
          icon={<QuestionCircleOutlined />}
          aria-label={t("keys.help")}
          onClick={onHelp}
        />
      </div>
    </header>
  );
}

function BookSelect({ meta, book }: { meta: Meta | undefined; book: string | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  if (!meta) return <Shape width="180px" height="30px" />;
  const options = meta.books.map((one) => ({
    value: one.code,
    label: one.name,
    note: `${one.code} · ${formatCount(one.accounts)}`,
  }));
  return (
    <Select
      className="book-select"
      aria-label={t("nav.book")}
      value={book ?? ""}
      options={[{ value: "", label: t("nav.allBooks"), note: "" }, ...options]}
      optionRender={(option) => (
        <span className="book-option">
          <span>{option.data.label}</span>
          <span className="muted small num">{option.data.note}</span>
        </span>
      )}
      popupMatchSelectWidth={320}
      onChange={(code) =>
        void navigate({
          to: ".",
          search: (old) => ({ ...old, book: code === "" ? undefined : code }),
        })
      }
    />
  );
}

/** The date every figure is true for: always in sight. */
function AsOf({ meta, book }: { meta: Meta | undefined; book: string | undefined }) {
  const { t } = useTranslation();
  if (!meta) return <Shape width="110px" height="18px" />;
  const dates = meta.books
    .filter((one) => book === undefined || one.code === book)
    .flatMap((one) => one.dayDoneOn ?? [])
    .sort();
  const [from, to] = [dates[0], dates.at(-1)];
  return (
    <Tooltip title={t("asOf.hint")}>
      <span className="as-of num">
        {from === undefined || to === undefined
          ? t("asOf.none")
          : from === to
            ? t("asOf.one", { on: to })
            : t("asOf.range", { from, to })}
      </span>
    </Tooltip>
  );
}

function LangSwitch() {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const change = async (lang: Lang): Promise<void> => {
    await chooseLang(lang);
    await navigate({
      to: ".",
      search: (old) => ({ ...old, lang: undefined }),
      replace: true,
    });
  };
  return (
    <Segmented<Lang>
      aria-label={t("nav.language")}
      size="small"
      value={isLang(i18n.language) ? i18n.language : "en"}
      options={[
        { value: "zh", label: "中文" },
        { value: "en", label: "EN" },
      ]}
      onChange={(lang) => void change(lang)}
    />
  );
}

const THEME_ICON: Readonly<Record<ThemeChoice, React.ReactNode>> = {
  system: <DesktopOutlined />,
  light: <SunOutlined />,
  dark: <MoonOutlined />,
};

function ThemeSwitch() {
  const { t } = useTranslation();
  const { choice, choose } = useTheme();
  const label: Record<ThemeChoice, string> = {
    system: t("nav.themeSystem"),
    light: t("nav.themeLight"),
    dark: t("nav.themeDark"),
  };
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        selectable: true,
        selectedKeys: [choice],
        items: THEME_CHOICES.map((key) => ({ key, label: label[key], icon: THEME_ICON[key] })),
        onClick: ({ key }) => choose(THEME_CHOICES.find((c) => c === key) ?? "system"),
      }}
    >
      <Button
        type="text"
        icon={<BulbOutlined />}
        aria-label={`${t("nav.theme")}: ${label[choice]}`}
      />
    </Dropdown>
  );
}
