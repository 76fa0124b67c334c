import type { ReactNode } from 'react';

export type NoticeTone = 'neutral' | 'good' | 'warn' | 'bad';

const TONES: Record<NoticeTone, string> = {
  neutral: 'border-line bg-surface',
  good: 'border-good/40 bg-good-soft',
  warn: 'border-warn/40 bg-warn-soft',
  bad: 'border-bad/40 bg-bad-soft',
};

interface Props {
  readonly tone?: NoticeTone;
  readonly title: string;
  readonly children?: ReactNode;
  /** What fixes it, usually one button. */
  readonly action?: ReactNode;
  /** `alert` interrupts a screen reader: only for the answer to what the person just did. */
  readonly role?: 'status' | 'alert';
}

/** Something the person should know, and the one step that settles it. */
export function Notice({ tone = 'neutral', title, children, action, role }: Props) {
  return (
    <div role={role} className={`@container rounded-md border p-5 ${TONES[tone]}`}>
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
