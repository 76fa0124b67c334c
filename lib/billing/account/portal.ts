import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { AppError, appError } from '@/lib/errors';
import { log } from '@/lib/log';
import { refreshCustomer } from '../ledger/refresh-customer';
import { configuredProviders, driver } from '../providers';
import { ProviderRefused } from '../providers/errors';
import type { Provider } from '../types';

/**
 * A fresh link to the provider's own billing pages, for the customer of this user and no other. With no provider
 * named, that of the current subscription, else of the latest customer. When the provider refuses, the customer is
 * synced, and the call is repeated. Raises billing/no-customer (409) before the first checkout and for a customer that
 * was deleted at the provider, billing/provider-unavailable (503), billing/provider-refused (502).
 */
export async function openPortal(workspaceId: string, provider?: Provider): Promise<{ url: string }> {
  try {
    return await openOnce(workspaceId, provider);
  } catch (error) {
    if (!(error instanceof ProviderRefused)) throw asAppError(error);
  }
  try {
    await refreshCustomers(workspaceId, provider);
    return await openOnce(workspaceId, provider);
  } catch (error) {
    throw asAppError(error);
  }
}

async function openOnce(workspaceId: string, provider?: Provider): Promise<{ url: string }> {
  const { mode } = env().payments;
  const held = await db().subscription.findFirst({
    where: { workspaceId, mode, isCurrent: true },
    select: { provider: true },
  });
  const wanted = provider ?? held?.provider;
  const customer = await db().customer.findFirst({
    where: {
      workspaceId,
      mode,
      retiredAt: null,
      provider: wanted === undefined ? { in: configuredProviders() } : { equals: wanted },
    },
    orderBy: { createdAt: 'desc' },
    select: { provider: true, externalId: true },
  });
  if (customer === null || !configuredProviders().includes(customer.provider)) throw appError('billing/no-customer');
  return { url: await driver(customer.provider).portalUrl(customer.externalId, `${env().appUrl}/account`) };
}

async function refreshCustomers(workspaceId: string, provider?: Provider): Promise<void> {
  const all = provider === undefined ? configuredProviders() : [provider];
  for (const each of all) await refreshCustomer(workspaceId, each);
}

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  log().error({ err: error }, 'portal not opened');
  const refused = error instanceof ProviderRefused;
  return appError(refused ? 'billing/provider-refused' : 'billing/provider-unavailable', { cause: error });
}
