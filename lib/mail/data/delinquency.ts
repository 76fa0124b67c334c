import { z } from 'zod';
import { isOwing } from '@/lib/billing/types';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import type { Invoice, Subscription } from '@/lib/generated/prisma/client';
import { contractName, moneyOf, type Reference } from './common';

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
  const { provider, mode, debtInvoiceId, givenUntil } = subscription;
  // A case stays open a little longer than its debt, until the payment is seen.
  if (found.state !== 'open' || !isOwing(subscription.status) || subscription.origin === 'foreign') return null;
  const invoice = subscription.collection === 'invoice' ? await owedInvoice({ provider, mode, debtInvoiceId }) : null;
  const [latest] = subscription.payments;
  const unpaid = latest === undefined || latest.status === 'succeeded' ? null : latest;
  return {
    ...found,
    // A later invoice that isn't due yet keeps access open for longer.
    openUntil: givenUntil !== null && givenUntil > found.graceEndsAt ? givenUntil : found.graceEndsAt,
    what: contractName(subscription),
    // Charged automatically if null.
    invoiceDueAt: subscription.collection === 'invoice' ? (invoice?.dueAt ?? found.openedAt).toISOString() : null,
    // What is left of the unpaid invoice, or the failed payment including tax, or the price.
    amount: moneyOf(
      invoice?.amountDue ?? subscription.debtAmount ?? unpaid?.amount ?? subscription.amount,
      subscription.currency,
      subscription.provider,
    ),
    cardLast4: unpaid?.cardLast4 ?? subscription.cardLast4,
  };
}

/** The oldest invoice that is owed. A later one that isn't due yet may be open as well. */
async function owedInvoice({
  debtInvoiceId: externalId,
  ...at
}: Pick<Subscription, 'provider' | 'mode' | 'debtInvoiceId'>): Promise<Pick<Invoice, 'amountDue' | 'dueAt'> | null> {
  if (externalId === null) return null;
  const key = { ...at, externalId };
  return db().invoice.findUnique({
    where: { provider_mode_externalId: key },
    select: { amountDue: true, dueAt: true },
  });
}

export async function paymentFailed(reference: Reference) {
  const owed = await owedIn(reference);
  if (owed === null) return null;
  const { what, amount, cardLast4, declineClass: decline, attempts, openUntil, invoiceDueAt } = owed;
  const limited = (await businessNow()) >= openUntil;
  return { what, amount, cardLast4, decline, attempts, graceEndsAt: openUntil.toISOString(), limited, invoiceDueAt };
}

export async function accessLimited(reference: Reference) {
  const owed = await owedIn(reference);
  if (owed === null || (await businessNow()) < owed.openUntil) return null;
  return endOf(owed);
}

export async function actionRequired(reference: Reference) {
  const owed = await owedIn(reference);
  return owed && { what: owed.what, amount: owed.amount, graceEndsAt: owed.openUntil.toISOString() };
}

export async function finalNotice(reference: Reference) {
  const owed = await owedIn(reference);
  return owed && endOf(owed);
}

function endOf({
  what,
  amount,
  exhaustsAt,
  invoiceDueAt,
  subscription,
}: NonNullable<Awaited<ReturnType<typeof owedIn>>>) {
  return {
    what,
    amount,
    endsAt: exhaustsAt.toISOString(),
    invoiceDueAt,
    // We only end what our own checkout sold; anything else is up to a person.
    endsAutomatically: subscription.origin === 'checkout',
  };
}

export async function recovered(reference: Reference) {
  const { subscriptionId } = ofSubscription.parse(reference);
  const subscription = await db().subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
  return subscription.origin === 'foreign' ? null : { what: contractName(subscription) };
}
