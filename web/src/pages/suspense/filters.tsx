import { CloseOutlined } from "@ant-design/icons";
import { BankMatchReason } from "@mora/contract";
import { getRouteApi } from "@tanstack/react-router";
import { Button, Input, Select } from "antd";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { SuspenseSearch } from "../../search.ts";
import { reasonText } from "./words.ts";

const route = getRouteApi("/suspense");

type Filter = Pick<SuspenseSearch, "direction" | "reason" | "currency" | "fromOn" | "toOn">;
const NONE: Filter = {
  ...{ direction: undefined, reason: undefined, currency: undefined },
  ...{ fromOn: undefined, toOn: undefined },
};

export const isFiltered = (search: SuspenseSearch): boolean =>
  Object.keys(NONE).some((key) => search[key as keyof Filter] !== undefined);

/** Reason, direction, currency and dates; every choice stands in the address. */
export function Filters({ currencies }: { currencies: readonly string[] }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: Filter): void =>
    void navigate({ search: (old) => ({ ...old, ...next, line: undefined }), replace: true });
  const shownCurrencies = [...new Set([...currencies, ...(search.currency ?? [])])];
  return (
    <search className="filters">
      <Choice
        label={t("suspense.filterReason")}
        any={t("suspense.anyReason")}
        value={search.reason}
        options={BankMatchReason.shape.code.options.map((code) => ({
          value: code,
          label: reasonText(t, { code, points: 0, params: {} }),
        }))}
        onChange={(reason) => change({ reason })}
        width={260}
      />
      <Choice
        label={t("suspense.filterDirection")}
        any={t("suspense.anyDirection")}
        value={search.direction}
        options={(["credit", "debit"] as const).map((one) => ({
          value: one,
          label: t(`suspense.${one}`),
        }))}
        onChange={(direction) => change({ direction })}
        width={140}
      />
      {currencies.length > 1 || search.currency ? (
        <Choice
          label={t("suspense.currency")}
          any={t("suspense.anyCurrency")}
          value={search.currency}
          options={shownCurrencies.map((one) => ({ value: one, label: one }))}
          onChange={(currency) => change({ currency })}
          width={120}
        />
      ) : null}
      <Day
        label={t("suspense.from")}
        value={search.fromOn}
        onChange={(fromOn) => change({ fromOn })}
      />
      <Day label={t("suspense.to")} value={search.toOn} onChange={(toOn) => change({ toOn })} />
      {isFiltered(search) ? (
        <Button type="text" icon={<CloseOutlined />} onClick={() => change(NONE)}>
          {t("suspense.clear")}
        </Button>
      ) : null}
    </search>
  );
}

type ChoiceProps<T extends string> = {
  label: string;
  any: string;
  value: T | undefined;
  options: { value: T; label: string }[];
  onChange: (value: T | undefined) => void;
  width: number;
};

function Choice<T extends string>(props: ChoiceProps<T>) {
  const { label, any, value, options, onChange, width } = props;
  return (
    <Select<T | "">
      className="choice"
      style={{ width }}
      aria-label={label}
      value={value ?? ""}
      options={[{ value: "", label: any }, ...options]}
      popupMatchSelectWidth={false}
      onChange={(chosen) => onChange(chosen === "" ? undefined : chosen)}
    />
  );
}

type DayProps = {
  label: string;
  value: string | undefined;
  onChange: (on: string | undefined) => void;
};

function Day({ label, value, onChange }: DayProps) {
  const id = useId();
  return (
    <span className="day">
      <label htmlFor={id} className="muted small">
        {label}
      </label>
      <Input
        id={id}
        type="date"
        className="day-field"
        value={value ?? ""}
        onChange={({ target }) => onChange(target.value === "" ? undefined : target.value)}
      />
    </span>
  );
}
