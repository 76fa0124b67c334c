import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly children?: ReactNode;
}

/** The one `h1` of a page with the sentence under it. */
export function PageHeading({ title, children }: Props) {
  return (
    <header className="grid gap-3">
      <h1 className="text-3xl">{title}</h1>
      {children !== undefined && <p className="max-w-prose text-lg text-muted">{children}</p>}
    </header>
  );
}
