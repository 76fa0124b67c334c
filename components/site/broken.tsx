'use client';

import { Button } from '../ui/button';
import { Problem } from './problem';
import { PROBLEM } from './words';

interface Props {
  readonly error: unknown;
  readonly retry: () => void;
}

/** What an error boundary shows. The digest is the number under which the server logged it, once. */
export function Broken({ error, retry }: Props) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : null;
  return (
    <Problem title={PROBLEM.unexpected.title} text={PROBLEM.unexpected.text}>
      {digest !== null && (
        <p className="text-sm">
          {PROBLEM.unexpected.reference} <code className="figures">{digest}</code>
        </p>
      )}
      <p>
        <Button type="button" onClick={retry}>
          {PROBLEM.unexpected.retry}
        </Button>
      </p>
    </Problem>
  );
}
