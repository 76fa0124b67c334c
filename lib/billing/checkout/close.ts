import { z } from 'zod';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { log } from '@/lib/log';
import { sync } from '../ledger/sync';
import { driver } from '../providers';

const stored = z.object({ customerExternalId: z.string() });

/**
 * Closes every open checkout of a customer, so that it can't be paid after their account is deleted. One that was paid
 * meanwhile is synced first. Dodo cannot close one: paid later, it is given back (lib/billing/ledger/deleted-workspace.ts).
 * Raises billing/provider-unavailable (503).
 */
export async function closeCheckouts(workspaceId: string): Promise<void> {
  const { mode } = env().payments;
  const open = await db().checkout.findMany({ where: { workspaceId, mode, state: { in: ['creating', 'open'] } } });
  for (const { id, provider, externalId, params } of open) {
    const state = externalId === null ? 'failed' : await close(provider, externalId, id, stored.parse(params));
    await db().checkout.updateMany({ where: { id, state: { in: ['creating', 'open'] } }, data: { state } });
  }
}

async function close(
  provider: Parameters<typeof driver>[0],
  externalId: string,
  id: string,
  { customerExternalId }: z.infer<typeof stored>,
): Promise<'complete' | 'expired' | 'superseded'> {
  try {
    const at = driver(provider);
    const { state, targets } = await at.fetchCheckout(externalId, customerExternalId, id);
    for (const target of targets) await sync(provider, target, { cause: `checkout:${id}` });
    if (state !== 'open') return state;
    return (await at.closeCheckout(externalId)) ? 'expired' : 'superseded';
  } catch (error) {
    log().error({ err: error, checkout: id }, 'checkout not closed');
    throw appError('billing/provider-unavailable');
  }
}
