'use client';

import { Broken } from '@/components/site/broken';
import { PROBLEM } from '@/components/site/words';
import './globals.css';

interface Props {
  readonly error: unknown;
  readonly retry: () => void;
}

/** Stands in for the root layout when that itself fails, so it brings its own document. */
export default function GlobalError(props: Props) {
  return (
    <html lang="en">
      <body className="flex min-h-dvh flex-col">
        <title>{PROBLEM.unexpected.title}</title>
        <Broken {...props} />
      </body>
    </html>
  );
}
