import type { AppError, ErrorCode } from '../errors';
import { toMarkup } from '../markup';

/** Where a person goes on from a no; back to where they were when nothing is named. */
const ONWARD: Partial<Record<ErrorCode, { readonly href: string; readonly words: string }>> = {
  'billing/already-subscribed': { href: '/account', words: 'Go to your account' },
  'billing/already-owned': { href: '/account', words: 'Go to your account' },
  'billing/checkout-complete': { href: '/account', words: 'Go to your account' },
  'billing/no-customer': { href: '/pricing', words: 'See the plans' },
  'billing/subscription-required': { href: '/pricing', words: 'See the plans' },
  'billing/not-enough-credits': { href: '/pricing', words: 'Buy credits' },
  'auth/link-invalid': { href: '/sign-in', words: 'Ask for a new link' },
};

/** The answer to a form that could not be taken: words, the way on, and for the unexpected a number to tell us. */
export function problemPage(error: AppError, back: string, reference: string | null): string {
  const onward = ONWARD[error.code] ?? { href: back, words: 'Go back' };
  const page = (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{error.message}</title>
        <link rel="stylesheet" href="/problem.css" />
      </head>
      <body>
        <main>
          <h1>{error.message}</h1>
          {error.field !== undefined && <p>Please check: {error.field}</p>}
          {error.retryAfter !== undefined && <p>Try again in {waiting(error.retryAfter)}.</p>}
          {reference !== null && (
            <p>
              Tell us this number: <code>{reference}</code>
            </p>
          )}
          <p>
            <a href={onward.href}>{onward.words}</a>
          </p>
        </main>
      </body>
    </html>
  );
  return `<!doctype html>${toMarkup(page)}`;
}

/** The page has no script and no form. */
export const PROBLEM_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

function waiting(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return seconds < 60 ? `${seconds} seconds` : minutes === 1 ? 'a minute' : `${minutes} minutes`;
}
