import type { ReactNode } from 'react';

interface Props {
  readonly children: ReactNode;
  readonly className?: string;
  /** Id of the heading that names this card, which makes it a region of the page. */
  readonly labelledBy?: string;
}

/** A sheet on the page. With a `Tear` inside it becomes a ticket. */
export function Card({ children, className = '', labelledBy }: Props) {
  const look = `rounded-md border border-line bg-surface ${className}`;
  return labelledBy === undefined ? (
    <div className={look}>{children}</div>
  ) : (
    <section aria-labelledby={labelledBy} className={look}>
      {children}
    </section>
  );
}

/** The perforated line between the parts of a ticket. */
export function Tear() {
  return <div aria-hidden="true" className="perforation" />;
}
