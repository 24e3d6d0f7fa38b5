import { useEffect } from "react";

/** Title of the window: page first, so that tabs can be told apart. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Mora`;
  }, [title]);
}
