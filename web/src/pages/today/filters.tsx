import { CloseOutlined, SearchOutlined } from "@ant-design/icons";
import { type Bucket, WorkItem, type WorkItems } from "@mora/contract";
import { getRouteApi } from "@tanstack/react-router";
import { Button, Input, type InputRef, Select } from "antd";
import { type RefObject, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TodaySearch } from "../../search.ts";
import { BUCKETS } from "../../ui/bucket-scale.ts";
import { BucketSwatch } from "../../ui/bucket-tag.tsx";
import { formatCount, formatList } from "../../ui/format.ts";
import { Kbd } from "../../ui/kbd.tsx";
import { bucketSlug } from "../../ui/theme.tsx";

const route = getRouteApi("/today");

/** Typing pauses this long before the list is asked again, in ms. */
const TYPING_MS = 250;

type Props = {
  head: WorkItems | undefined;
  search: RefObject<InputRef | null>;
  /** Leaves the search box for the first row. */
  onLeave: () => void;
};

/** Search, next step and buckets; every choice stands in the address. */
export function Filters({ head, search, onLeave }: Props) {
  const { t } = useTranslation();
  const { bucket, step, q } = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: TodaySearch): void =>
    void navigate({ search: (old) => ({ ...old, ...next }), replace: true });
  const isFiltered = bucket !== undefined || step !== undefined || q !== undefined;
  return (
    <search className="filters">
      <SearchBox search={search} onChange={(text) => change({ q: text })} onLeave={onLeave} />
      <BucketChips
        counts={head?.countByBucket ?? {}}
        chosen={bucket ?? []}
        onChange={(buckets) => change({ bucket: buckets.length > 0 ? buckets : undefined })}
      />
      <div className="filters-end">
        <Select
          className="step-select"
          aria-label={t("today.step")}
          value={step ?? ""}
          options={[
            { value: "", label: t("today.anyStep") },
            ...WorkItem.shape.step.options.map((one) => ({ value: one, label: t(`step.${one}`) })),
          ]}
          onChange={(value) => {
            const chosen = WorkItem.shape.step.safeParse(value);
            change({ step: chosen.success ? chosen.data : undefined });
          }}
        />
        {isFiltered ? (
          <Button
            type="text"
            icon={<CloseOutlined />}
            onClick={() => change({ bucket: undefined, step: undefined, q: undefined })}
          >
            {t("today.clear")}
          </Button>
        ) : null}
      </div>
    </search>
  );
}

type SearchBoxProps = {
  search: RefObject<InputRef | null>;
  onChange: (text: string | undefined) => void;
  onLeave: () => void;
};

function SearchBox({ search, onChange, onLeave }: SearchBoxProps) {
  const { t } = useTranslation();
  const { q = "" } = route.useSearch();
  const [text, setText] = useState(q);
  const [shown, setShown] = useState(q);
  if (q !== shown) {
    // The address changed from elsewhere (back, clear): follow it.
    setShown(q);
    setText(q);
  }
  useEffect(() => {
    if (text === q) return;
    const timer = setTimeout(() => {
      const trimmed = text.trim();
      setShown(trimmed);
      onChange(trimmed === "" ? undefined : trimmed);
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, q, onChange]);
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape" && text === "") search.current?.blur();
    else if (event.key === "Escape") setText("");
    else if (event.key === "ArrowDown" || event.key === "Enter") {
      event.preventDefault();
      onLeave();
    }
  };
  return (
    <Input
      ref={search}
      className="search-box"
      aria-label={t("today.search")}
      placeholder={t("today.searchPlaceholder")}
      prefix={<SearchOutlined aria-hidden="true" />}
      suffix={text === "" ? <Kbd keys="/" /> : null}
      allowClear
      maxLength={100}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={onKeyDown}
    />
  );
}

type ChipsProps = {
  counts: WorkItems["countByBucket"];
  chosen: readonly Bucket[];
  onChange: (buckets: Bucket[]) => void;
};

function BucketChips({ counts, chosen, onChange }: ChipsProps) {
  const { t } = useTranslation();
  const shown = BUCKETS.filter((bucket) => (counts[bucket] ?? 0) > 0 || chosen.includes(bucket));
  const toggle = (bucket: Bucket): void =>
    onChange(
      chosen.includes(bucket)
        ? chosen.filter((one) => one !== bucket)
        : BUCKETS.filter((one) => one === bucket || chosen.includes(one)),
    );
  return (
    <fieldset className="chips">
      <legend className="sr-only">{t("today.buckets")}</legend>
      {shown.map((bucket) => (
        <button
          key={bucket}
          type="button"
          className="chip"
          aria-pressed={chosen.includes(bucket)}
          title={t(`bucket.${bucket}.name`)}
          onClick={() => toggle(bucket)}
        >
          <BucketSwatch bucket={bucket} />
          {bucket}
          <span className="num muted">{formatCount(counts[bucket] ?? 0)}</span>
        </button>
      ))}
    </fieldset>
  );
}

/** The queue's make-up at a glance: one strip, as wide as each bucket has people. */
export function BucketStrip({ counts }: { counts: WorkItems["countByBucket"] }) {
  const { t } = useTranslation();
  const parts = BUCKETS.flatMap((bucket) => {
    const count = counts[bucket] ?? 0;
    return count > 0 ? [{ bucket, count }] : [];
  });
  const list = formatList(parts.map(({ bucket, count }) => `${bucket} ${formatCount(count)}`));
  return (
    <div className="strip" role="img" aria-label={t("today.strip", { list })}>
      {parts.map(({ bucket, count }) => (
        <i
          key={bucket}
          className={`bucket-${bucketSlug(bucket)}`}
          style={{ flexGrow: count }}
          title={`${bucket} ${formatCount(count)}`}
        />
      ))}
    </div>
  );
}
