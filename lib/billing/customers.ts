import { z } from 'zod';
import { db } from '@/lib/db';
import { appError } from '@/lib/errors';
import { runOperation } from './operations';
import { driver } from './providers';
import type { Mode, Provider } from './types';

export interface Buyer {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
}

const created = z.object({ externalId: z.string() });

/**
 * The user's customer at a provider, made before the first checkout and found by our own row ever after.
 * Raises billing/provider-unavailable (503) when the provider cannot be asked.
 */
export async function ensureCustomer(user: Buyer, provider: Provider): Promise<string> {
  const { mode } = driver(provider);
  const current = await currentCustomer(user.id, provider, mode);
  if (current !== null) return current;
  const operation = await plan(user, provider, mode);
  const done = await runOperation(operation.id);
  if (done?.status === 'succeeded') {
    const { externalId } = created.parse(done.result);
    await db().customer.createMany({ data: [{ userId: user.id, provider, mode, externalId }], skipDuplicates: true });
  } else if (done?.status === 'refused') {
    throw appError('billing/provider-refused');
  }
  const customer = await currentCustomer(user.id, provider, mode);
  if (customer === null) throw appError('billing/provider-unavailable');
  return customer;
}

/** The live operation that makes this customer; the second of two clicks finds the first one's. */
async function plan(user: Buyer, provider: Provider, mode: Mode): Promise<{ id: string }> {
  const key = `customer:${user.id}:${provider}:${mode}`;
  const params = { email: user.email, name: user.name };
  await db().operation.createMany({
    data: [{ userId: user.id, provider, mode, kind: 'customer', key, params, actor: `user:${user.id}` }],
    skipDuplicates: true,
  });
  const operation = await db().operation.findFirst({
    where: { key },
    orderBy: { createdAt: 'desc' },
    select: { id: true },
  });
  if (operation === null) throw appError('billing/provider-unavailable');
  return operation;
}

async function currentCustomer(userId: string, provider: Provider, mode: Mode): Promise<string | null> {
  const row = await db().customer.findFirst({
    where: { userId, provider, mode, retiredAt: null },
    select: { externalId: true },
  });
  return row?.externalId ?? null;
}
