import { businessNow } from '@/lib/clock';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import type { Provider } from '../types';
import { dodoDriver } from './dodo/driver';
import type { ProviderDriver } from './provider';
import { stripeDriver } from './stripe/driver';
import { setRateLimit } from './throttle';

const made = new Map<Provider, ProviderDriver>();

/** The driver of a provider, created once per process. Throws not-found (404) for a provider without keys here. */
export function driver(provider: Provider): ProviderDriver {
  const known = made.get(provider) ?? make(provider);
  if (known === null) throw appError('not-found');
  made.set(provider, known);
  return known;
}

/** The providers with configured keys, in the order they're offered. */
export function configuredProviders(): Provider[] {
  const { stripe, dodo } = env().payments;
  return [...(stripe === null ? [] : ['stripe' as const]), ...(dodo === null ? [] : ['dodo' as const])];
}

function make(provider: Provider): ProviderDriver | null {
  const { appId, providerRates, stripeTaxes, payments } = env();
  const { mode, stripe, dodo } = payments;
  switch (provider) {
    case 'stripe':
      setRateLimit('stripe', mode, providerRates.stripe);
      return stripe === null ? null : stripeDriver({ ...stripe, mode, appId, taxes: stripeTaxes });
    case 'dodo':
      setRateLimit('dodo', mode, providerRates.dodo);
      return dodo === null ? null : dodoDriver({ ...dodo, mode, appId, now: businessNow });
  }
}
