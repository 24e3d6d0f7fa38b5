import { useEffect, useRef, useSyncExternalStore } from "react";

/** A key, or two pressed one after the other (`g p`), and what it does. */
export type Shortcut = {
  readonly keys: string;
  readonly run: () => void;
};

const STORAGE_KEY = "mora.single-keys";
const SEQUENCE_MS = 1_200;

const active = new Set<{ readonly current: readonly Shortcut[] }>();
let pending: { key: string; at: number } | null = null;
const listeners = new Set<() => void>();

/** Whether single keys act. Readers who use speech input need them off (WCAG 2.1.4). */
export const areSingleKeysOn = (): boolean => localStorage.getItem(STORAGE_KEY) !== "off";

export function setSingleKeys(isOn: boolean): void {
  localStorage.setItem(STORAGE_KEY, isOn ? "on" : "off");
  for (const notify of listeners) notify();
}

export const useSingleKeys = (): boolean =>
  useSyncExternalStore((notify) => {
    listeners.add(notify);
    return () => listeners.delete(notify);
  }, areSingleKeysOn);

/** Keys that act while the component is on the page. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    active.add(latest);
    return () => {
      active.delete(latest);
    };
  }, []);
}

/** Listens once for the whole application. */
export function useShortcutListener(): void {
  useEffect(() => {
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!areSingleKeysOn() || isTyping(event.target) || isDialogOpen()) return;
  const sequence =
    pending && performance.now() - pending.at < SEQUENCE_MS ? `${pending.key} ${event.key}` : null;
  pending = null;
  const found = (sequence ? find(sequence) : undefined) ?? find(event.key);
  if (found) {
    if (isOwnKeyOf(event.target, event.key)) return;
    event.preventDefault();
    found.run();
    return;
  }
  if (startsSequence(event.key)) pending = { key: event.key, at: performance.now() };
}

const all = (): Shortcut[] => [...active].flatMap((group) => group.current);
const find = (keys: string): Shortcut | undefined => all().find((s) => s.keys === keys);
const startsSequence = (key: string): boolean => all().some((s) => s.keys.startsWith(`${key} `));

const TYPING =
  "input:not([type=radio], [type=checkbox]), textarea, select, [role=combobox], [role=menu]";

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest(TYPING) !== null;
}

/** Arrows move between the choices of a switch; they must not move the row as well. */
const isOwnKeyOf = (target: EventTarget | null, key: string): boolean =>
  key.startsWith("Arrow") && target instanceof HTMLElement && target.matches("[type=radio]");

const isDialogOpen = (): boolean => document.querySelector("dialog[open]") !== null;
