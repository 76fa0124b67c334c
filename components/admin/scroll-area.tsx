import type { ReactNode } from 'react';

interface Props {
  /** Names the region, which the keyboard can scroll. */
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A box whose content may be wider or higher than itself. */
export function ScrollArea({ label, className = '', children }: Props) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (axe: scrollable-region-focusable)
      tabIndex={0}
      // `relative`, because screen-reader text is positioned absolutely and would widen the page.
      className={`relative overflow-auto rounded-sm border border-border bg-card ${className}`}
    >
      {children}
    </section>
  );
}
