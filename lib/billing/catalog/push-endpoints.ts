import { env } from '@/lib/env';
import { isLoopback } from '@/lib/env/app-env';
import { configuredProviders, driver } from '../providers';
import type { PushedEndpoint } from '../providers/endpoint';
import type { PushRun } from '../providers/push-run';
import type { Provider } from '../types';

/** Where a provider sends this server's webhooks. */
export function endpointUrl(provider: Provider): string {
  return `${env().appUrl}/api/webhooks/${provider}`;
}

/** Whether a provider can reach this server: the sandbox always, the real ones only at a public address. */
export function isReachable(): boolean {
  return env().payments.mode === 'sandbox' || !isLoopback(new URL(env().appUrl));
}

/**
 * Makes the webhook endpoint of this server at every configured provider, or brings it up to date. Safe to run twice.
 * Raises `ProviderRefused`, `ProviderUnavailable` or `ProviderUnknown`.
 */
export async function pushEndpoints(
  runs: (provider: Provider) => PushRun,
): Promise<(PushedEndpoint & { readonly provider: Provider })[]> {
  const pushed = [];
  for (const provider of isReachable() ? configuredProviders() : []) {
    const endpoint = await driver(provider).pushEndpoint(endpointUrl(provider), runs(provider));
    pushed.push({ ...endpoint, provider });
  }
  return pushed;
}
