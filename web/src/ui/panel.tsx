import { type ReactNode, useId } from "react";

type Props = {
  title: string;
  /** Date or span the content is true for, beside the title. */
  note?: ReactNode;
  tools?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** A titled section of a page. */
export function Panel({ title, note, tools, className = "", children }: Props) {
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <header className="panel-head">
        <h2 id={id}>{title}</h2>
        {note ? <span className="panel-note num">{note}</span> : null}
        {tools ? <div className="panel-tools">{tools}</div> : null}
      </header>
      {children}
    </section>
  );
}
