/** Keys as caps: `g p` are two caps pressed one after the other. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className="kbd">
      {keys.split(" ").map((key, index) => (
        // The same key may stand twice in a sequence.
        <kbd key={`${key}${index === 0 ? "" : index}`}>{CAPS[key] ?? key}</kbd>
      ))}
    </span>
  );
}

const CAPS: Readonly<Record<string, string>> = {
  ArrowDown: "↓",
  ArrowUp: "↑",
  Enter: "↵",
  Escape: "Esc",
};
