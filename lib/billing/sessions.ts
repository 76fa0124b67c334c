import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import type { Checkout, Prisma } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';
import { driver } from './providers';
import type { CheckoutParams } from './providers/contract';
import { ProviderRefused, ProviderUnavailable } from './providers/errors';
import { sync } from './sync';
import type { Mode, Provider } from './types';
import { withoutNul } from './without-nul';

/** Everything a session is made of; all of it ours, none of it the client's. */
export interface Wanted {
  readonly userId: string;
  readonly provider: Provider;
  readonly mode: Mode;
  readonly lane: CheckoutParams['lane'];
  readonly sku: string;
  readonly quantity: number;
  readonly currency: string;
  readonly trialDays: number;
  readonly customerExternalId: string;
  readonly priceExternalId: string;
  readonly amount: string;
}

/** A request that has been creating for longer than this, in ms of real time, has died. */
const CREATING_TIMEOUT = 30_000;
const MAX_ROUNDS = 5;
const MADE_PAUSE = 200;
const MADE_LOOKS = 40;

/**
 * Looks at the lane's open checkout: a usable one for the same thing is returned, one that was paid meanwhile is synced
 * and raises billing/checkout-complete (409), any other is closed so that it cannot be paid beside the new one.
 */
export async function clearLane(wanted: Wanted): Promise<{ url: string } | null> {
  const current = await db().checkout.findFirst({
    where: { userId: wanted.userId, mode: wanted.mode, lane: wanted.lane, state: { in: ['creating', 'open'] } },
  });
  if (current === null) return null;
  if (current.state === 'creating') return clearCreating(current, wanted);
  if (current.externalId === null) return give(current, 'failed');
  const from = driver(current.provider);
  const params = storedParams.parse(current.params);
  const seen = await ask(() => from.fetchCheckout(current.externalId ?? '', params.customerExternalId, current.id));
  for (const root of seen.roots) await ask(() => sync(from.name, root, { cause: `checkout:${current.id}` }));
  if (seen.state === 'complete') {
    await give(current, 'complete');
    throw appError('billing/checkout-complete');
  }
  if (seen.state === 'expired') return give(current, 'expired');
  if (isSame(current, wanted) && current.url !== null) return { url: current.url };
  const closed = await ask(() => from.closeCheckout(current.externalId ?? ''));
  return give(current, closed ? 'expired' : 'superseded');
}

/** Another request is making it, or died doing so. At Stripe the same key gives the same session; Dodo has no such key. */
async function clearCreating(current: Checkout, wanted: Wanted): Promise<{ url: string } | null> {
  if (current.provider === 'stripe') {
    const made = await send(current);
    return isSame(current, wanted) ? made : clearLane(wanted);
  }
  if (Date.now() - current.createdAt.getTime() > CREATING_TIMEOUT) return give(current, 'superseded');
  await waitUntilMade(current.id);
  return clearLane(wanted);
}

/** The other click's session, once it is there. Raises billing/checkout-in-progress (409) when it takes too long. */
async function waitUntilMade(id: string): Promise<void> {
  for (let look = 0; look < MADE_LOOKS; look += 1) {
    await setTimeout(MADE_PAUSE);
    const made = await db().checkout.findFirst({ where: { id, state: { not: 'creating' } }, select: { id: true } });
    if (made !== null) return;
  }
  throw appError('billing/checkout-in-progress');
}

/** Writes the session down, then makes it. Two at once: the constraint lets one in, the other finds its row. */
export async function openSession(wanted: Wanted, round = 0): Promise<{ url: string }> {
  const id = randomUUID();
  const back = (page: string) => `${env().appUrl}/checkout/${page}?checkout=${id}`;
  const { userId, provider, mode, lane, sku, quantity, currency, trialDays } = wanted;
  const { customerExternalId, priceExternalId, amount } = wanted;
  const params = {
    ...{
      checkoutId: id,
      userId,
      customerExternalId,
      lane,
      sku,
      priceExternalId,
      quantity,
      currency,
      trialDays,
      amount,
    },
    ...{ successUrl: back('success'), cancelUrl: back('cancelled') },
    ...(provider === 'stripe' ? { taxes: { ...env().stripeTaxes } } : {}),
  } satisfies CheckoutParams;
  const row = { id, userId, provider, mode, lane, sku, quantity, currency, trialDays };
  const { count } = await db().checkout.createMany({ data: [{ ...row, params }], skipDuplicates: true });
  if (count === 1) return send(await db().checkout.findUniqueOrThrow({ where: { id } }));
  if (round >= MAX_ROUNDS) throw appError('billing/checkout-in-progress');
  return (await clearLane(wanted)) ?? openSession(wanted, round + 1);
}

const storedParams = z.object({
  checkoutId: z.string(),
  userId: z.string(),
  customerExternalId: z.string(),
  lane: z.enum(['subscription', 'lifetime', 'credits']),
  sku: z.string(),
  priceExternalId: z.string(),
  quantity: z.number(),
  currency: z.string(),
  trialDays: z.number(),
  successUrl: z.string(),
  cancelUrl: z.string(),
  amount: z.string(),
  taxes: z.object({ automatic: z.boolean(), taxId: z.boolean(), address: z.enum(['auto', 'required']) }).optional(),
}) satisfies z.ZodType<CheckoutParams>;

/** Sends exactly the stored parameters, with the row's id as the key. */
async function send(checkout: Checkout): Promise<{ url: string }> {
  const params = storedParams.parse(checkout.params);
  try {
    const made = await driver(checkout.provider).createCheckout(params);
    await settle(checkout, { state: 'open', ...made });
    return { url: made.url };
  } catch (error) {
    log().error({ err: error, checkout: checkout.id }, 'checkout not opened');
    const message = withoutNul(error instanceof Error ? error.message.slice(0, 500) : 'unknown error');
    if (error instanceof ProviderRefused) {
      await settle(checkout, { state: 'failed', error: message });
      throw appError('billing/provider-refused');
    }
    // Certainly not made: the lane is free again. Perhaps made: at Stripe the key finds it, at Dodo nobody has its address.
    if (error instanceof ProviderUnavailable) await settle(checkout, { state: 'failed', error: message });
    else if (checkout.provider === 'dodo') await settle(checkout, { state: 'superseded', error: message });
    throw appError('billing/provider-unavailable');
  }
}

async function settle(checkout: Checkout, data: Prisma.CheckoutUpdateManyMutationInput): Promise<void> {
  await db().checkout.updateMany({ where: { id: checkout.id, state: { in: ['creating', 'open'] } }, data });
}

async function give(checkout: Checkout, state: 'failed' | 'complete' | 'expired' | 'superseded'): Promise<null> {
  await settle(checkout, { state });
  return null;
}

function isSame(current: Checkout, wanted: Wanted): boolean {
  const stored = storedParams.parse(current.params);
  return (
    current.provider === wanted.provider &&
    current.sku === wanted.sku &&
    current.quantity === wanted.quantity &&
    current.currency === wanted.currency &&
    current.trialDays === wanted.trialDays &&
    stored.priceExternalId === wanted.priceExternalId
  );
}

async function ask<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    log().error({ err: error }, 'provider not reached at checkout');
    throw appError('billing/provider-unavailable');
  }
}
