import type { AppError, ErrorCode } from '../errors';

/** Where to go next, by error; all other errors link back to the previous page. */
const NEXT_STEPS: Partial<Record<ErrorCode, { readonly href: string; readonly label: string }>> = {
  'billing/already-subscribed': { href: '/account', label: 'Go to account' },
  'billing/already-owned': { href: '/account', label: 'Go to account' },
  'billing/checkout-complete': { href: '/account', label: 'Go to account' },
  'billing/no-customer': { href: '/pricing', label: 'View plans' },
  'billing/subscription-required': { href: '/pricing', label: 'View plans' },
  'billing/not-enough-credits': { href: '/pricing', label: 'Buy credits' },
  'auth/link-invalid': { href: '/sign-in', label: 'Request a new link' },
};

/**
 * The error page for a form submitted to a route handler. Plain HTML, because Next runs route handlers under React's
 * server condition, where `react-dom/server` does not load. `reference` is the request id of an unexpected error.
 */
export function errorPage(error: AppError, back: string, reference: string | null): string {
  const { href, label } = NEXT_STEPS[error.code] ?? { href: back, label: 'Go back' };
  const details = [
    ...(error.field === undefined ? [] : [`Check this field: ${escapeHtml(error.field)}`]),
    ...(error.retryAfter === undefined ? [] : [`Try again in ${formatWait(error.retryAfter)}.`]),
    ...(reference === null ? [] : [`Reference: <code>${escapeHtml(reference)}</code>`]),
  ];
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${escapeHtml(error.message)}</title>
    <link rel="stylesheet" href="/theme.css">
    <link rel="stylesheet" href="/error.css">
  </head>
  <body>
    <main>
      <h1>${escapeHtml(error.message)}</h1>
      ${details.map((detail) => `<p>${detail}</p>`).join('\n      ')}
      <p><a href="${escapeHtml(href)}">${label}</a></p>
    </main>
  </body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function formatWait(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return seconds < 60 ? `${seconds} seconds` : minutes === 1 ? 'a minute' : `${minutes} minutes`;
}
