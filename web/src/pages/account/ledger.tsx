import type { AccountDetail } from "@mora/contract";
import { useCallback, useEffect, useState } from "react";
import { Entries } from "./entries.tsx";
import { Schedule } from "./schedule.tsx";

/** Ways between a row of the schedule and the entries that made it what it is. */
export type Ways = {
  readonly opened: ReadonlySet<number>;
  readonly toggle: (no: number) => void;
  readonly showRow: (no: number) => void;
  readonly showEntry: (index: number) => void;
  /** The entry somebody asked for: the list reaches at least as far. */
  readonly wanted: number | undefined;
};

export const rowId = (no: number): string => `row-${no}`;
export const entryId = (index: number): string => `entry-${index}`;

/** Schedule and entries: two ends of every number, each leading to the other. */
export function Ledger({ account }: { account: AccountDetail }) {
  const ways = useWays();
  return (
    <>
      <Schedule account={account} ways={ways} />
      {account.schedule.length > 0 ? <Entries account={account} ways={ways} /> : null}
    </>
  );
}

function useWays(): Ways {
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const [target, setTarget] = useState<{ id: string; entry: number | undefined }>();
  useEffect(() => {
    const place = target && document.getElementById(target.id);
    place?.scrollIntoView({ block: "center" });
    place?.focus({ preventScroll: true });
  }, [target]);
  const toggle = useCallback((no: number) => setOpened((old) => toggled(old, no)), []);
  const showRow = useCallback((no: number) => {
    setOpened((old) => new Set(old).add(no));
    setTarget({ id: rowId(no), entry: undefined });
  }, []);
  const showEntry = useCallback(
    (index: number) => setTarget({ id: entryId(index), entry: index }),
    [],
  );
  return { opened, toggle, showRow, showEntry, wanted: target?.entry };
}

function toggled(old: ReadonlySet<number>, no: number): ReadonlySet<number> {
  const next = new Set(old);
  if (!next.delete(no)) next.add(no);
  return next;
}
