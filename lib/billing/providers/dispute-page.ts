import type { Mode, Provider } from '../types';

/** The provider's page for submitting dispute evidence. Dodo Payments documents no URL for a single dispute. */
export function disputePage(provider: Provider, mode: Mode, externalId: string): string {
  if (provider === 'dodo') return 'https://app.dodopayments.com/';
  return `https://dashboard.stripe.com/${mode === 'live' ? '' : 'test/'}disputes/${encodeURIComponent(externalId)}`;
}
