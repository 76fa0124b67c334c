import type { ReactNode } from 'react';
import { Card } from '../ui/card';

interface Props {
  readonly id: string;
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
}

export function SettingsSection({ id, title, lead, children }: Props) {
  return (
    <Card labelledBy={id} className="grid gap-6 p-6 md:grid-cols-[2fr_3fr]">
      <div className="grid content-start gap-2">
        <h2 id={id} className="text-lg">
          {title}
        </h2>
        {lead !== undefined && <p className="text-sm text-muted-foreground">{lead}</p>}
      </div>
      <div className="grid content-start justify-items-start gap-4">{children}</div>
    </Card>
  );
}
