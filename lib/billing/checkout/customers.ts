import { setTimeout } from 'node:timers/promises';
import { db } from '@/lib/db';
import { unlessTaken } from '@/lib/db-errors';
import { appError } from '@/lib/errors';
import { type Actor, actorName } from '@/lib/workspaces/actor';
import { payerOf } from '@/lib/workspaces/owner';
import { runOperation } from '../operations/run';
import { driver } from '../providers';
import type { Mode, Provider } from '../types';

/** Who buys, and for which workspace. */
export interface Buyer extends Actor {
  readonly email: string;
}

/** How long the second of two clicks waits for the first one's customer: pauses in ms of real time. */
const PAUSE = 100;
const LOOKS = 80;

/**
 * The workspace's customer at a provider, made before the first checkout and found by our own row ever after.
 * Raises billing/provider-unavailable (503) when the provider cannot be asked, billing/checkout-in-progress (409) when
 * another request is making it and takes long.
 */
export async function ensureCustomer(buyer: Actor, provider: Provider): Promise<string> {
  const { workspaceId } = buyer;
  const { mode } = driver(provider);
  const current = await currentCustomer(workspaceId, provider, mode);
  if (current !== null) return current;
  const { email, name } = await payerOf(workspaceId);
  if (email === null) throw appError('not-found', { target: workspaceId });
  const key = `customer:${workspaceId}:${provider}:${mode}`;
  const planned = await unlessTaken(
    db().operation.create({
      data: {
        ...{ workspaceId, provider, mode, kind: 'customer', key, actor: actorName(buyer) },
        params: { email, name },
        automatic: true,
      },
      select: { id: true },
    }),
  );
  const operation =
    planned ??
    (await db().operation.findFirst({ where: { key }, orderBy: { createdAt: 'desc' }, select: { id: true } }));
  const done = operation === null ? null : await runOperation(operation.id, { eager: true });
  if (done?.status === 'refused') throw appError('billing/provider-refused');
  if (done !== null && done.status !== 'succeeded') throw appError('billing/provider-unavailable');
  // Nothing done: the other of two clicks is at it; its customer is ours too.
  return (await currentCustomer(workspaceId, provider, mode)) ?? waitForOther(workspaceId, provider, mode);
}

async function waitForOther(workspaceId: string, provider: Provider, mode: Mode): Promise<string> {
  for (let look = 0; look < LOOKS; look += 1) {
    await setTimeout(PAUSE);
    const made = await currentCustomer(workspaceId, provider, mode);
    if (made !== null) return made;
  }
  throw appError('billing/checkout-in-progress');
}

async function currentCustomer(workspaceId: string, provider: Provider, mode: Mode): Promise<string | null> {
  const row = await db().customer.findFirst({
    where: { workspaceId, provider, mode, retiredAt: null },
    select: { externalId: true },
  });
  return row?.externalId ?? null;
}
