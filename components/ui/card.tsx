import type { ReactNode } from 'react';

interface Props {
  readonly children: ReactNode;
  readonly className?: string;
  /** Id of the card's heading; makes the card a landmark region. */
  readonly labelledBy?: string;
}

export function Card({ children, className = '', labelledBy }: Props) {
  const classes = `rounded-md border border-border bg-card ${className}`;
  return labelledBy === undefined ? (
    <div className={classes}>{children}</div>
  ) : (
    <section aria-labelledby={labelledBy} className={classes}>
      {children}
    </section>
  );
}

export function CardDivider() {
  return <div aria-hidden="true" className="card-divider" />;
}
