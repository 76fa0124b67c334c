import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { isDatabaseUnavailable, unlessTaken } from '@/lib/db-errors';
import { env } from '@/lib/env';
import { AppError, appError } from '@/lib/errors';
import type { Checkout, Prisma } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';
import { newId } from '@/lib/new-id';
import { sync } from '../ledger/sync';
import { CHECKOUTS, closeCircuits, openCircuit } from '../operations/circuit';
import { withoutNul } from '../postgres-text';
import { driver } from '../providers';
import { ProviderBusy, ProviderDenied, ProviderRefused, ProviderUnavailable } from '../providers/errors';
import type { CheckoutParams } from '../providers/requests';
import type { Mode, Provider } from '../types';

/** Everything a session is made of; all of it ours, none of it the client's. */
export interface Wanted {
  readonly workspaceId: string;
  /** The person who started it. */
  readonly startedById: string;
  readonly provider: Provider;
  readonly mode: Mode;
  readonly kind: CheckoutParams['kind'];
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
/** How many times to look for the other click's session: until giving up, or before repeating it under its key. */
const MADE_LOOKS = { only: 40, first: 10 } as const;

/**
 * Looks at the open checkout of that kind: a usable one for the same thing is returned, one that was paid meanwhile is synced
 * and raises billing/checkout-complete (409), any other is closed so that it can't be paid in addition to the new one. One
 * whose time is over is not usable, whatever the provider says: Dodo reports no end.
 */
export async function clearOpenCheckout(wanted: Wanted): Promise<{ url: string } | null> {
  const current = await db().checkout.findFirst({
    where: {
      workspaceId: wanted.workspaceId,
      mode: wanted.mode,
      kind: wanted.kind,
      state: { in: ['creating', 'open'] },
    },
  });
  if (current === null) return null;
  if (current.state === 'creating') return clearCreating(current, wanted);
  if (current.externalId === null) return closeAs(current, 'failed');
  const from = driver(current.provider);
  const params = storedParams.parse(current.params);
  const seen = await callProvider(() =>
    from.fetchCheckout(current.externalId ?? '', params.customerExternalId, current.id),
  );
  for (const target of seen.targets)
    await callProvider(() => sync(from.name, target, { cause: `checkout:${current.id}` }));
  if (seen.state === 'complete') {
    await closeAs(current, 'complete');
    throw appError('billing/checkout-complete');
  }
  if (seen.state === 'expired' || isOver(current, await businessNow())) return closeAs(current, 'expired');
  if (isSame(current, wanted) && current.url !== null) return { url: current.url };
  const closed = await callProvider(() => from.closeCheckout(current.externalId ?? ''));
  return closeAs(current, closed ? 'expired' : 'superseded');
}

/**
 * Another request is making it, or died doing so: waited for. At Stripe the same key then gives the same session; Dodo has
 * no such key. Raises billing/checkout-in-progress (409) when it takes too long.
 */
async function clearCreating(current: Checkout, wanted: Wanted): Promise<{ url: string } | null> {
  const { findsCheckoutAgain } = driver(current.provider);
  if (!findsCheckoutAgain && Date.now() - current.createdAt.getTime() > CREATING_TIMEOUT)
    return closeAs(current, 'superseded');
  if (await isMade(current.id, findsCheckoutAgain ? MADE_LOOKS.first : MADE_LOOKS.only))
    return clearOpenCheckout(wanted);
  if (!findsCheckoutAgain) throw appError('billing/checkout-in-progress');
  const made = await send(current);
  return isSame(current, wanted) ? made : clearOpenCheckout(wanted);
}

/** Whether the other click's session is there, after so many looks. */
async function isMade(id: string, looks: number): Promise<boolean> {
  for (let look = 0; look < looks; look += 1) {
    const made = await db().checkout.findFirst({ where: { id, state: { not: 'creating' } }, select: { id: true } });
    if (made !== null) return true;
    await setTimeout(MADE_PAUSE);
  }
  return false;
}

/** Writes the session down, then creates it. Of two in parallel, the constraint lets one in; the other finds its row. */
export async function openSession(wanted: Wanted, round = 0): Promise<{ url: string }> {
  const id = newId();
  const back = (page: string) => `${env().appUrl}/checkout/${page}?checkout=${id}`;
  const { workspaceId, startedById, provider, mode, kind, sku, quantity, currency, trialDays } = wanted;
  const { customerExternalId, priceExternalId, amount } = wanted;
  const { checkoutTaxes } = driver(provider);
  const params = {
    checkoutId: id,
    customerExternalId,
    lane: kind,
    sku,
    priceExternalId,
    quantity,
    currency,
    trialDays,
    amount,
    successUrl: back('success'),
    cancelUrl: back('canceled'),
    ...(checkoutTaxes === null ? {} : { taxes: { ...checkoutTaxes } }),
  } satisfies z.input<typeof storedParams>;
  const row = { id, workspaceId, startedById, provider, mode, kind, sku, quantity, currency, trialDays };
  const written = await unlessTaken(db().checkout.create({ data: { ...row, params } }));
  if (written !== null) return send(written);
  if (round >= MAX_ROUNDS) throw appError('billing/checkout-in-progress');
  return (await clearOpenCheckout(wanted)) ?? openSession(wanted, round + 1);
}

/** Rows call the kind `lane`: they outlive a version of the app. */
const storedParams = z
  .object({
    checkoutId: z.string(),
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
  })
  .transform(({ lane, ...params }): Omit<CheckoutParams, 'workspaceId'> => ({ ...params, kind: lane }));

/** Sends exactly the stored parameters, with the row's id as the key. */
async function send(checkout: Checkout): Promise<{ url: string }> {
  const params = storedParams.parse(checkout.params);
  const { provider, workspaceId } = checkout;
  const made = await driver(provider)
    .createCheckout({ ...params, workspaceId })
    .catch((error: unknown) => notOpened(checkout, error));
  await updateCheckout(checkout, { state: 'open', ...made });
  await closeCircuits({ ...checkout, kind: CHECKOUTS });
  return { url: made.url };
}

async function notOpened(checkout: Checkout, error: unknown): Promise<never> {
  log().error({ err: error, checkout: checkout.id }, 'checkout not opened');
  const message = withoutNul(error instanceof Error ? error.message.slice(0, 500) : 'unknown error');
  if (error instanceof ProviderBusy) throw appError('billing/checkout-in-progress');
  if (error instanceof ProviderRefused) {
    await updateCheckout(checkout, { state: 'failed', error: message });
    throw appError('billing/provider-refused');
  }
  // Not created: reset. Possibly created: Stripe returns it for the same idempotency key; at Dodo its URL is lost.
  if (error instanceof ProviderUnavailable) await updateCheckout(checkout, { state: 'failed', error: message });
  else if (!driver(checkout.provider).findsCheckoutAgain)
    await updateCheckout(checkout, { state: 'superseded', error: message });
  if (error instanceof ProviderDenied) await openCircuit({ ...checkout, kind: CHECKOUTS }, error);
  throw appError('billing/provider-unavailable');
}

async function updateCheckout(checkout: Checkout, data: Prisma.CheckoutUpdateManyMutationInput): Promise<void> {
  await db().checkout.updateMany({ where: { id: checkout.id, state: { in: ['creating', 'open'] } }, data });
}

async function closeAs(checkout: Checkout, state: 'failed' | 'complete' | 'expired' | 'superseded'): Promise<null> {
  await updateCheckout(checkout, { state });
  return null;
}

/** Whether a session's time is over, in business time. */
export function isOver({ expiresAt }: Pick<Checkout, 'expiresAt'>, now: Date): boolean {
  return expiresAt !== null && expiresAt <= now;
}

function isSame(current: Checkout, wanted: Wanted): boolean {
  const stored = storedParams.parse(current.params);
  return (
    current.provider === wanted.provider &&
    current.sku === wanted.sku &&
    current.quantity === wanted.quantity &&
    current.currency === wanted.currency &&
    current.trialDays === wanted.trialDays &&
    stored.customerExternalId === wanted.customerExternalId &&
    stored.priceExternalId === wanted.priceExternalId
  );
}

async function callProvider<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AppError || isDatabaseUnavailable(error)) throw error;
    // Another click closed it, or it was paid, since we looked.
    if (error instanceof ProviderRefused || error instanceof ProviderBusy)
      throw appError('billing/checkout-in-progress', { cause: error });
    log().error({ err: error }, 'provider not reached at checkout');
    if (error instanceof ProviderRefused) throw appError('billing/provider-refused', { cause: error });
    throw appError('billing/provider-unavailable');
  }
}
