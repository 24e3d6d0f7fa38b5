import { Fragment, type ReactNode } from "react";

const DATE = /(\d{4}-\d{2}-\d{2})/;

/** A text whose dates stay on one line: a browser would break them at their hyphens. */
export function Dated({ children }: { children: string }): ReactNode {
  return children.split(DATE).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, in order
    <Fragment key={index}>
      {index % 2 === 1 ? <span className="nowrap num">{part}</span> : part}
    </Fragment>
  ));
}
