'use client';

import { Button } from '../ui/button';
import { ERROR_PAGES } from './copy';
import { MessagePage } from './message-page';

interface Props {
  readonly error: unknown;
  readonly retry: () => void;
}

/** Shown by error boundaries. The server logs the error under the same digest. */
export function ErrorPage({ error, retry }: Props) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : null;
  return (
    <MessagePage title={ERROR_PAGES.unexpected.title} text={ERROR_PAGES.unexpected.text}>
      {digest !== null && (
        <p className="text-sm">
          {ERROR_PAGES.unexpected.reference} <code className="figures">{digest}</code>
        </p>
      )}
      <p>
        <Button variant="outline" type="button" onClick={retry}>
          {ERROR_PAGES.unexpected.retry}
        </Button>
      </p>
    </MessagePage>
  );
}
