import type { Environment } from '../env/read';

const STRIPE = ['https://checkout.stripe.com', 'https://billing.stripe.com', 'https://invoice.stripe.com'];
/** Stripe's receipts; no form leads there. */
const RECEIPTS = 'https://pay.stripe.com';
const DODO = {
  live_mode: ['https://checkout.dodopayments.com', 'https://customer.dodopayments.com'],
  test_mode: ['https://test.checkout.dodopayments.com', 'https://test.customer.dodopayments.com'],
};

/**
 * Origins our forms may redirect to: the hosted checkout and portal of each configured provider, and the OAuth
 * providers. Add a custom checkout domain (docs.stripe.com/payments/checkout/custom-domains) here.
 */
export function formTargets({ payments, github, google }: Environment): string[] {
  const targets = [
    ...(payments.sandboxUrl === null ? [] : [payments.sandboxUrl]),
    ...(payments.stripe !== null && payments.sandboxUrl === null ? STRIPE : []),
    ...(payments.dodo?.environment ? DODO[payments.dodo.environment] : []),
    ...(github?.sandboxUrl === null ? ['https://github.com'] : []),
    ...(google?.sandboxUrl === null ? ['https://accounts.google.com'] : []),
  ];
  return targets;
}

/**
 * Whether an address is one people may be led to: our own site, or a page of a configured provider over https. What a
 * provider answers is checked like anything else that comes from outside.
 */
export function isKnownSite(environment: Environment, address: string): boolean {
  const { appUrl, payments } = environment;
  if (!URL.canParse(address, appUrl)) return false;
  const receipts = payments.stripe !== null && payments.sandboxUrl === null ? [RECEIPTS] : [];
  const known = [appUrl, ...formTargets(environment), ...receipts].map((site) => new URL(site).origin);
  // Of the whole address: the origin of a blob: URL is the origin of its maker.
  const { href } = new URL(address, appUrl);
  return known.some((origin) => href.startsWith(`${origin}/`));
}
