import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { log } from '@/lib/log';
import { configuredProviders, driver } from './providers';
import type { Provider } from './types';

/**
 * A fresh link to the provider's own billing pages, for the customer of this user and no other. With no provider
 * named, that of the current subscription, else of the latest customer.
 * Raises billing/no-customer (409) before the first checkout, billing/provider-unavailable (503).
 */
export async function openPortal(userId: string, provider?: Provider): Promise<{ url: string }> {
  const { mode } = env().world;
  const held = await db().subscription.findFirst({
    where: { userId, mode, holdsSlot: true },
    select: { provider: true },
  });
  const wanted = provider ?? held?.provider;
  const customer = await db().customer.findFirst({
    where: {
      userId,
      mode,
      retiredAt: null,
      provider: wanted === undefined ? { in: configuredProviders() } : { equals: wanted },
    },
    orderBy: { createdAt: 'desc' },
    select: { provider: true, externalId: true },
  });
  if (customer === null || !configuredProviders().includes(customer.provider)) throw appError('billing/no-customer');
  try {
    return { url: await driver(customer.provider).portalUrl(customer.externalId, `${env().appUrl}/account`) };
  } catch (error) {
    log().error({ err: error, provider: customer.provider }, 'portal not opened');
    throw appError('billing/provider-unavailable');
  }
}
