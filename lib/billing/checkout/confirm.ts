import { z } from 'zod';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { appError } from '@/lib/errors';
import type { Checkout } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';
import { nextFencingToken } from '../ledger/fencing-token';
import { sync } from '../ledger/sync';
import { driver } from '../providers';
import { checkoutOutcome } from './outcome';
import { isOver } from './sessions';

export interface Confirmation {
  /**
   * `processing`: the customer has done their part and the money is on its way, for days with a bank debit. `trial-used`:
   * it began a second trial, which was canceled without a charge.
   */
  readonly state: 'confirming' | 'processing' | 'paid' | 'failed' | 'expired' | 'trial-used';
  readonly sku: string;
  readonly quantity: number;
  readonly provider: 'stripe' | 'dodo';
  readonly trial: boolean;
}

/** Minimum seconds of real time between two provider calls for one checkout. */
const PAUSE_SECONDS = 2;
/** Kept on an open checkout whose last attempt to pay was declined, where no payment of ours says so. */
const DECLINED = 'declined';

/**
 * The state of one's own checkout, by the ledger. Asks the provider itself while nothing has arrived, so it is right
 * even when no webhook ever comes, and believes nothing the address says. `ledgerOnly` asks no provider and changes nothing.
 * Raises not-found (404) for someone else's.
 */
export async function confirmCheckout(
  workspaceId: string,
  checkoutId: string,
  { ledgerOnly = false } = {},
): Promise<Confirmation> {
  const checkout = await db().checkout.findFirst({ where: { id: checkoutId, workspaceId } });
  if (checkout === null) throw appError('not-found', { target: checkoutId });
  const known = await checkoutOutcome(checkout);
  // A declined try is not the end: the page may be open still, and another card is given there.
  const settled =
    known === 'paid' || known === 'trial-used' || checkout.state === 'expired' || checkout.state === 'failed';
  if (!settled && !ledgerOnly && checkout.externalId !== null && (await mayAsk(checkout.id))) {
    await askProvider(checkout, checkout.externalId);
  }
  const after = await db().checkout.findUniqueOrThrow({ where: { id: checkout.id } });
  return report(after, (await checkoutOutcome(after)) ?? stateOf(after, await businessNow()));
}

/** Syncs whatever the checkout led to, and notes that its time is over or its last attempt was declined. */
async function askProvider(checkout: Checkout, externalId: string): Promise<void> {
  const { id, provider } = checkout;
  const { customerExternalId } = z.object({ customerExternalId: z.string() }).parse(checkout.params);
  try {
    const ticket = await nextFencingToken();
    const seen = await driver(provider).fetchCheckout(externalId, customerExternalId, id);
    for (const target of seen.targets) await sync(provider, target, { cause: `checkout:${id}` });
    const over = seen.state === 'expired' || (seen.state === 'open' && isOver(checkout, await businessNow()));
    await db().checkout.updateMany({
      where: { id, state: { in: ['creating', 'open'] }, ticket: { lt: ticket } },
      data: { error: seen.failed ? DECLINED : null, ...(over ? { state: 'expired', ticket } : {}) },
    });
  } catch (error) {
    // The page says "confirming" and asks again; the webhook or the next try will tell.
    log().warn({ err: error, checkout: id }, 'checkout not confirmed yet');
  }
}

/** A checkout that has led to nothing yet. */
function stateOf(checkout: Checkout, now: Date): Confirmation['state'] {
  const { state, error } = checkout;
  if (state === 'failed') return 'failed';
  if (state === 'expired' || (state !== 'complete' && isOver(checkout, now))) return 'expired';
  return error === DECLINED ? 'failed' : 'confirming';
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
