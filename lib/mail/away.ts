import type { Provider } from '@/lib/billing/types';

/** Providers that didn't answer while a batch of emails was sent, with the error: they aren't asked again for the rest of it. */
export type Away = Map<Provider, unknown>;

export function none(): Away {
  return new Map();
}
