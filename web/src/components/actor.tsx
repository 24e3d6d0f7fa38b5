import { Input, type InputRef } from "antd";
import { type Ref, useId, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

const STORAGE_KEY = "mora.actor";
const SHORTEST = 2;
const listeners = new Set<() => void>();

const stored = (): string => localStorage.getItem(STORAGE_KEY) ?? "";

function store(name: string): void {
  localStorage.setItem(STORAGE_KEY, name);
  for (const notify of listeners) notify();
}

/** Who acts, as the person typed it once; null until then. Sign-in will take its place. */
export function useActor(): string | null {
  const name = useSyncExternalStore((notify) => {
    listeners.add(notify);
    return () => listeners.delete(notify);
  }, stored).trim();
  return name.length >= SHORTEST ? name : null;
}

/** Where the person says who they are. */
export function ActorField({ field }: { field?: Ref<InputRef> }) {
  const { t } = useTranslation();
  const id = useId();
  useActor();
  return (
    <span className="actor">
      <label htmlFor={id}>{t("actor.label")}</label>
      <Input
        id={id}
        ref={field ?? null}
        maxLength={100}
        autoComplete="name"
        value={stored()}
        title={t("actor.hint")}
        onChange={(event) => store(event.target.value)}
      />
    </span>
  );
}
