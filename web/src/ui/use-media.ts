import { useSyncExternalStore } from "react";

/** Whether a media query holds, live. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (notify) => {
      const list = matchMedia(query);
      list.addEventListener("change", notify);
      return () => list.removeEventListener("change", notify);
    },
    () => matchMedia(query).matches,
  );
}

/** Room for the seven columns of the work list. */
export const useHasWideTables = (): boolean => useMedia("(min-width: 1024px)");

/** Phones and narrow windows: cards instead of tables. */
export const useIsNarrow = (): boolean => useMedia("(max-width: 767px)");
