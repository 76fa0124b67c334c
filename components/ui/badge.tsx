import type { ReactNode } from 'react';

export type BadgeVariant = 'default' | 'secondary' | 'success' | 'warning' | 'destructive';

const VARIANTS: Record<BadgeVariant, string> = {
  default: 'bg-primary text-primary-foreground',
  secondary: 'bg-muted text-muted-foreground',
  success: 'bg-success-muted text-success',
  warning: 'bg-warning-muted text-warning',
  destructive: 'bg-destructive-muted text-destructive',
};

/** A short status label. The text must stand alone: color only repeats it (WCAG 1.4.1). */
export function Badge({
  variant = 'default',
  children,
}: {
  readonly variant?: BadgeVariant;
  readonly children: ReactNode;
}) {
  return (
    <span className={`inline-flex items-center rounded-full px-2.5 py-0.5 text-xs font-medium ${VARIANTS[variant]}`}>
      {children}
    </span>
  );
}
