import type { Bucket } from "@mora/contract";
import { useTranslation } from "react-i18next";
import { bucketSlug } from "./theme.tsx";

/** A bucket in its colour; pointing at it tells what it means. */
export function BucketTag({ bucket, named = false }: { bucket: Bucket; named?: boolean }) {
  const { t } = useTranslation();
  const name = t(`bucket.${bucket}.name`);
  const tag = (
    <span className={`bucket bucket-${bucketSlug(bucket)}`} title={named ? undefined : name}>
      {bucket}
    </span>
  );
  if (!named) return tag;
  return (
    <span className="bucket-named">
      {tag}
      <span>{name}</span>
    </span>
  );
}

/** The colour alone, beside a text that names the bucket. */
export function BucketSwatch({ bucket }: { bucket: Bucket }) {
  return <span className={`swatch bucket-${bucketSlug(bucket)}`} aria-hidden="true" />;
}

/** Which colour is which bucket, for a chart. */
export function BucketLegend({ buckets }: { buckets: readonly Bucket[] }) {
  return (
    <ul className="legend">
      {buckets.map((bucket) => (
        <li key={bucket}>
          <BucketSwatch bucket={bucket} /> {bucket}
        </li>
      ))}
    </ul>
  );
}
