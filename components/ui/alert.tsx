import type { ReactNode } from 'react';

export type AlertVariant = 'default' | 'success' | 'warning' | 'destructive';

const VARIANTS: Record<AlertVariant, string> = {
  default: 'border-border bg-card',
  success: 'border-success/40 bg-success-muted',
  warning: 'border-warning/40 bg-warning-muted',
  destructive: 'border-destructive/40 bg-destructive-muted',
};

interface Props {
  readonly variant?: AlertVariant;
  readonly title: string;
  readonly children?: ReactNode;
  /** Usually one button. */
  readonly action?: ReactNode;
  /** `alert` interrupts screen readers; use it only for the result of what the user just did. */
  readonly role?: 'status' | 'alert' | undefined;
}

export function Alert({ variant = 'default', title, children, action, role }: Props) {
  return (
    <div role={role} className={`@container rounded-md border p-5 ${VARIANTS[variant]}`}>
      <div className="flex flex-col gap-4 @lg:flex-row @lg:items-center @lg:justify-between">
        <div className="min-w-0">
          <p className="font-semibold">{title}</p>
          {children !== undefined && <div className="mt-1 max-w-prose text-sm">{children}</div>}
        </div>
        {action !== undefined && <div className="shrink-0">{action}</div>}
      </div>
    </div>
  );
}
