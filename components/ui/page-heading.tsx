'use client';

import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly children?: ReactNode;
}

/** The page's `h1` with an optional lead. */
export function PageHeading({ title, children }: Props) {
  return (
    <header className="grid gap-3">
      <h1 className="text-3xl">{title}</h1>
      {children !== undefined && <p className="max-w-prose text-lg text-muted-foreground">{children}</p>}
    </header>
  );
}
