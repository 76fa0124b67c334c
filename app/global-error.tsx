'use client';

import { ERROR_PAGES } from '@/components/site/copy';
import { ErrorPage } from '@/components/site/error-page';
import './globals.css';

interface Props {
  readonly error: unknown;
  readonly retry: () => void;
}

/** Replaces the root layout when the layout itself fails. */
export default function GlobalError(props: Props) {
  return (
    <html lang="en">
      <body className="flex min-h-dvh flex-col">
        <title>{ERROR_PAGES.unexpected.title}</title>
        <ErrorPage {...props} />
      </body>
    </html>
  );
}
