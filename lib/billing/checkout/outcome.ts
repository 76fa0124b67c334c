import { db } from '@/lib/db';
import type { Checkout } from '@/lib/generated/prisma/client';
import { secondTrialKey } from '../ledger/trial';
import type { PaymentStatus } from '../types';

/** How what a checkout led to has been paid; null when it has led to nothing that can be told yet. */
export type BoughtState = 'paid' | 'processing' | 'failed' | 'trial-used';

type Bought = Pick<Checkout, 'id' | 'workspaceId' | 'kind'>;

/** Read from the ledger. Money that was refunded or disputed later was paid all the same. */
export async function checkoutOutcome(checkout: Bought): Promise<BoughtState | null> {
  const states =
    checkout.kind === 'subscription' ? await ofSubscriptions(checkout) : (await paymentsOf(checkout)).map(ofPayment);
  if (states.includes('trial-used')) return 'trial-used';
  if (states.includes('paid')) return 'paid';
  if (states.includes('processing')) return 'processing';
  return states.length > 0 && states.every((state) => state === 'failed') ? 'failed' : null;
}

/** At Dodo, a declined attempt leaves its own failed subscription next to the one that is paid. */
async function ofSubscriptions({ id, workspaceId }: Bought): Promise<(BoughtState | null)[]> {
  const bought = await db().subscription.findMany({
    where: { checkoutId: id, workspaceId },
    select: {
      id: true,
      status: true,
      trialEnd: true,
      payments: { select: { status: true, providerStatus: true } },
      invoices: { where: { status: 'paid' }, select: { id: true }, take: 1 },
    },
  });
  const keys = bought.map(({ id }) => secondTrialKey(id));
  const told = await db().email.findMany({ where: { key: { in: keys } }, select: { key: true } });
  return bought.map(({ id, status, trialEnd, payments, invoices }) => {
    if (told.some(({ key }) => key === secondTrialKey(id))) return 'trial-used';
    if (status === 'failed') return 'failed';
    const states = payments.map(ofPayment);
    const began = status !== 'pending';
    // With a bank debit Stripe calls a subscription active before the money is there
    // (docs.stripe.com/billing/subscriptions/sepa-debit); a promotion code may pay an invoice in full.
    if (states.includes('paid') || (began && (trialEnd !== null || invoices.length > 0))) return 'paid';
    if (states.includes('processing')) return 'processing';
    return began && states.length > 0 && states.every((state) => state === 'failed') ? 'failed' : null;
  });
}

function paymentsOf({ id, workspaceId }: Bought) {
  return db().payment.findMany({
    where: { checkoutId: id, workspaceId },
    select: { status: true, providerStatus: true },
  });
}

/** `processing` is also how an attempt waits for the customer; at the bank both providers say it themselves. */
function ofPayment(payment: { status: PaymentStatus; providerStatus: string }): BoughtState | null {
  if (payment.status === 'succeeded') return 'paid';
  if (payment.status === 'failed') return 'failed';
  return payment.providerStatus === 'processing' ? 'processing' : null;
}
