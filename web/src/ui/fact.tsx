import type { ReactNode } from "react";

/** One line of a list of facts; what is not known is left out rather than shown as empty. */
export function Fact({ label, value }: { label: string; value: ReactNode }) {
  if (value === null || value === undefined) return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd className="num">{value}</dd>
    </div>
  );
}
