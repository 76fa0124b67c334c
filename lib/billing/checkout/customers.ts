import { setTimeout } from 'node:timers/promises';
import { db } from '@/lib/db';
import { appError } from '@/lib/errors';
import { runOperation } from '../operations/run';
import { driver } from '../providers';
import type { Mode, Provider } from '../types';

export interface Buyer {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
}

/** How long the second of two clicks waits for the first one's customer: pauses in ms of real time. */
const PAUSE = 100;
const LOOKS = 80;

/**
 * The user's customer at a provider, made before the first checkout and found by our own row ever after.
 * Raises billing/provider-unavailable (503) when the provider cannot be asked, billing/checkout-in-progress (409) when
 * another request is making it and takes long.
 */
export async function ensureCustomer(user: Buyer, provider: Provider): Promise<string> {
  const { mode } = driver(provider);
  const current = await currentCustomer(user.id, provider, mode);
  if (current !== null) return current;
  const key = `customer:${user.id}:${provider}:${mode}`;
  await db().operation.createMany({
    data: [
      {
        ...{ userId: user.id, provider, mode, kind: 'customer', key, actor: `user:${user.id}` },
        params: { email: user.email, name: user.name },
        automatic: true,
      },
    ],
    skipDuplicates: true,
  });
  const planned = await db().operation.findFirst({ where: { key }, orderBy: { createdAt: 'desc' } });
  const done = planned === null ? null : await runOperation(planned.id, { eager: true });
  if (done?.status === 'refused') throw appError('billing/provider-refused');
  if (done !== null && done.status !== 'succeeded') throw appError('billing/provider-unavailable');
  // Nothing done: the other of two clicks is at it; its customer is ours too.
  return (await currentCustomer(user.id, provider, mode)) ?? waitForOther(user.id, provider, mode);
}

async function waitForOther(userId: string, provider: Provider, mode: Mode): Promise<string> {
  for (let look = 0; look < LOOKS; look += 1) {
    await setTimeout(PAUSE);
    const made = await currentCustomer(userId, provider, mode);
    if (made !== null) return made;
  }
  throw appError('billing/checkout-in-progress');
}

async function currentCustomer(userId: string, provider: Provider, mode: Mode): Promise<string | null> {
  const row = await db().customer.findFirst({
    where: { userId, provider, mode, retiredAt: null },
    select: { externalId: true },
  });
  return row?.externalId ?? null;
}
