'use client';

import type { ReactNode } from 'react';

export interface DescriptionItem {
  readonly name: string;
  readonly value: ReactNode;
}

export function DescriptionList({ items }: { readonly items: readonly DescriptionItem[] }) {
  return (
    <dl className="divide-y divide-border">
      {items.map(({ name, value }) => (
        <div key={name} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 py-3">
          <dt className="text-sm text-muted-foreground">{name}</dt>
          <dd className="text-right font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
