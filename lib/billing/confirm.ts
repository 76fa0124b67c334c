import { z } from 'zod';
import { db } from '@/lib/db';
import { appError } from '@/lib/errors';
import type { Checkout } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';
import { driver } from './providers';
import { sync } from './sync';
import { drawTicket } from './ticket';

export interface Confirmation {
  readonly state: 'confirming' | 'paid' | 'failed' | 'expired';
  readonly sku: string;
  readonly quantity: number;
  readonly provider: 'stripe' | 'dodo';
  readonly trial: boolean;
}

/** The provider is asked at most this often for one checkout, in seconds of real time. */
const PAUSE_SECONDS = 2;

/**
 * How one's own checkout stands, by the ledger. Asks the provider itself while nothing has arrived, so it is right
 * even when no webhook ever comes, and believes nothing the address says. Raises not-found (404) for anybody else's.
 */
export async function confirmCheckout(userId: string, checkoutId: string): Promise<Confirmation> {
  const checkout = await db().checkout.findFirst({ where: { id: checkoutId, userId } });
  if (checkout === null) throw appError('not-found');
  const known = await standing(checkout);
  // A declined try is not the end: the page may be open still, and another card is given there.
  const settled = known === 'paid' || known === 'expired' || checkout.state === 'failed';
  if (settled || checkout.externalId === null || !(await mayAsk(checkout.id))) return report(checkout, known);
  const failed = await askProvider(checkout, checkout.externalId);
  const after = await db().checkout.findUniqueOrThrow({ where: { id: checkout.id } });
  const now = await standing(after);
  return report(after, now === 'confirming' && failed ? 'failed' : now);
}

/** Syncs whatever the checkout led to. True when the last attempt to pay was declined. */
async function askProvider(checkout: Checkout, externalId: string): Promise<boolean> {
  const { customerExternalId } = z.object({ customerExternalId: z.string() }).parse(checkout.params);
  try {
    const ticket = await drawTicket();
    const seen = await driver(checkout.provider).fetchCheckout(externalId, customerExternalId, checkout.id);
    for (const root of seen.roots) await sync(checkout.provider, root, { cause: `checkout:${checkout.id}` });
    if (seen.state === 'expired') {
      await db().checkout.updateMany({
        where: { id: checkout.id, state: { in: ['creating', 'open'] }, ticket: { lt: ticket } },
        data: { state: 'expired', ticket },
      });
    }
    return seen.failed;
  } catch (error) {
    // The page says "confirming" and asks again; the webhook or the next try will tell.
    log().warn({ err: error, checkout: checkout.id }, 'checkout not confirmed yet');
    return false;
  }
}

/** What the ledger says was bought with it. */
async function standing(checkout: Checkout): Promise<Confirmation['state']> {
  if (checkout.lane === 'subscription') {
    // A declined try leaves a failed subscription of its own at Dodo, beside the one that is paid.
    const bought = await db().subscription.findMany({
      where: { checkoutId: checkout.id, userId: checkout.userId },
      select: { status: true },
    });
    if (bought.some(({ status }) => status !== 'pending' && status !== 'failed')) return 'paid';
    if (bought.length > 0 && bought.every(({ status }) => status === 'failed')) return 'failed';
  } else {
    const payments = await db().payment.findMany({
      where: { checkoutId: checkout.id, userId: checkout.userId },
      select: { status: true },
    });
    if (payments.some((payment) => payment.status === 'succeeded')) return 'paid';
    if (payments.length > 0 && payments.every((payment) => payment.status === 'failed')) return 'failed';
  }
  return checkout.state === 'expired' ? 'expired' : checkout.state === 'failed' ? 'failed' : 'confirming';
}

async function mayAsk(checkoutId: string): Promise<boolean> {
  const asked = await db().$executeRaw`
    UPDATE "Checkout" SET "askedAt" = now()
    WHERE id = ${checkoutId} AND ("askedAt" IS NULL OR "askedAt" < now() - make_interval(secs => ${PAUSE_SECONDS}))`;
  return asked === 1;
}

function report(checkout: Checkout, state: Confirmation['state']): Confirmation {
  const { sku, quantity, provider, trialDays } = checkout;
  return { state, sku, quantity, provider, trial: trialDays > 0 };
}
