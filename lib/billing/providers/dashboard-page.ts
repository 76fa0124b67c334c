import type { Mode, Provider } from '../types';

/** The dashboard's section for each kind of Stripe id (https://docs.stripe.com/api). */
const STRIPE_SECTIONS: Readonly<Record<string, string>> = {
  ...{ pi: 'payments', ch: 'payments', py: 'payments', sub: 'subscriptions', cus: 'customers', in: 'invoices' },
  ...{ dp: 'disputes', du: 'disputes' },
};

/**
 * The page of an object in the provider's own dashboard. Null where there is none: in the sandbox, and at Dodo Payments,
 * which documents no URLs for single objects.
 */
export function dashboardPage(provider: Provider, mode: Mode, externalId: string): string | null {
  const [prefix = ''] = externalId.split('_');
  const section = STRIPE_SECTIONS[prefix];
  if (provider !== 'stripe' || mode === 'sandbox' || section === undefined) return null;
  return `https://dashboard.stripe.com/${mode === 'live' ? '' : 'test/'}${section}/${encodeURIComponent(externalId)}`;
}

/** Where the evidence of a dispute is submitted: its own page, else the dashboard's front page. */
export function disputePage(provider: Provider, mode: Mode, externalId: string): string {
  if (provider === 'dodo') return 'https://app.dodopayments.com/';
  return dashboardPage(provider, mode, externalId) ?? 'https://dashboard.stripe.com/test/disputes';
}
