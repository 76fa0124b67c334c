import type { ReactNode } from 'react';
import { Mark } from './mark';

interface Props {
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}

/** A page that could not be shown: what happened, and where to go from here. */
export function Problem({ title, text, children }: Props) {
  return (
    <main id="content" className="mx-auto grid w-full max-w-xl grow content-center gap-5 px-4 py-20 sm:px-6">
      <Mark className="size-12" />
      <h1 className="text-2xl">{title}</h1>
      <p className="text-lg text-muted">{text}</p>
      {children}
    </main>
  );
}
