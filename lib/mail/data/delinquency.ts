import { z } from 'zod';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { moneyOf, nameOf, type Reference } from './common';

const ofCase = z.object({ caseId: z.string() });
const ofSubscription = z.object({ subscriptionId: z.string() });

/** An open delinquency case with the amount owed; null once it is closed. */
async function owedIn(reference: Reference) {
  const { caseId } = ofCase.parse(reference);
  const found = await db().delinquencyCase.findUniqueOrThrow({
    where: { id: caseId },
    include: { subscription: { include: { payments: { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: 1 } } } },
  });
  const { subscription } = found;
  if (found.state !== 'open' || subscription.origin === 'foreign') return null;
  const [latest] = subscription.payments;
  const unpaid = latest === undefined || latest.status === 'succeeded' ? null : latest;
  return {
    ...found,
    what: nameOf(subscription.sku, subscription.quantity),
    // What is left of the unpaid invoice, or the failed payment including tax, or the price.
    amount: moneyOf(
      subscription.debtAmount ?? unpaid?.amount ?? subscription.amount,
      subscription.currency,
      subscription.provider,
    ),
    cardLast4: unpaid?.cardLast4 ?? subscription.cardLast4,
  };
}

export async function paymentFailed(reference: Reference) {
  const owed = await owedIn(reference);
  if (owed === null) return null;
  const { what, amount, cardLast4, declineClass: decline, attempts, graceEndsAt } = owed;
  const limited = (await businessNow()) >= graceEndsAt;
  return { what, amount, cardLast4, decline, attempts, graceEndsAt: graceEndsAt.toISOString(), limited };
}

export async function actionRequired(reference: Reference) {
  const owed = await owedIn(reference);
  return owed && { what: owed.what, amount: owed.amount, graceEndsAt: owed.graceEndsAt.toISOString() };
}

export async function endAhead(reference: Reference) {
  const owed = await owedIn(reference);
  return owed && { what: owed.what, amount: owed.amount, endsAt: owed.exhaustsAt.toISOString() };
}

export async function recovered(reference: Reference) {
  const { subscriptionId } = ofSubscription.parse(reference);
  const { origin, sku, quantity } = await db().subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
  if (origin === 'foreign') return null;
  return { what: nameOf(sku, quantity) };
}
