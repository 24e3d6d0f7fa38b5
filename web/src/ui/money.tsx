import { formatAmount } from "./format.ts";

type Props = {
  minor: string | bigint;
  currency: string;
  /** `bare` where the head of the column names the currency. */
  as?: "full" | "bare" | "compact";
};

/** An amount in tabular numerals; the exact amount on pointing where it is shortened. */
export function Money({ minor, currency, as = "full" }: Props) {
  const exact = formatAmount(minor, currency, "full");
  return (
    <span className="num" title={as === "full" ? undefined : exact}>
      {formatAmount(minor, currency, as)}
    </span>
  );
}
