import type { Mode, Provider } from '../types';

/** The provider's page where evidence for a dispute is submitted. Dodo Payments documents no address for one dispute. */
export function disputePage(provider: Provider, mode: Mode, externalId: string): string {
  if (provider === 'dodo') return 'https://app.dodopayments.com/';
  return `https://dashboard.stripe.com/${mode === 'live' ? '' : 'test/'}disputes/${encodeURIComponent(externalId)}`;
}
