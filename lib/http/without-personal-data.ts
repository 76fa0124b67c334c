/** What providers append to return URLs (docs.dodopayments.com, "Return URL"; docs.stripe.com, `return_url`). */
const APPENDED = new Set([
  ...['email', 'customer_email', 'name', 'customer_name', 'phone', 'license_key', 'customer_id'],
  ...['payment_id', 'subscription_id', 'status', 'session_id', 'redirect_status'],
  ...['payment_intent', 'payment_intent_client_secret', 'setup_intent', 'setup_intent_client_secret'],
]);

/** Pages that providers return customers to, and our own parameters there. */
const RETURN_PAGES: Readonly<Record<string, readonly string[]>> = {
  '/checkout/success': ['checkout'],
  '/checkout/canceled': ['checkout'],
  '/account': ['success'],
};

/** A parameter of Next's own client requests. */
const NEXT = '_rsc';

/**
 * The path and query without personal data, which would end up in browser histories, logs, and referrers: email addresses,
 * license keys, and whatever else a provider appends. Null when there is nothing to remove.
 */
export function withoutPersonalData({ pathname, searchParams }: URL): string | null {
  const ours = Object.hasOwn(RETURN_PAGES, pathname) ? RETURN_PAGES[pathname] : undefined;
  const kept = [...searchParams].filter(
    ([name, value]) =>
      name === NEXT || (ours === undefined ? !isPersonal(name, value) : ours.includes(name) && !isAddress(value)),
  );
  if (kept.length === searchParams.size) return null;
  const query = new URLSearchParams(kept).toString();
  return query === '' ? pathname : `${pathname}?${query}`;
}

function isPersonal(name: string, value: string): boolean {
  return APPENDED.has(name.toLowerCase()) || isAddress(value);
}

/** None of our own values contains an @. */
function isAddress(value: string): boolean {
  return value.includes('@') || value.includes('%40');
}
