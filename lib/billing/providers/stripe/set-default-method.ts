import type Stripe from 'stripe';
import { ProviderRefused } from '../errors';
import type { MethodRequest } from '../requests';
import { acting, reading } from './errors';
import { idOf, isForTime, paymentIntentsOf } from './shapes';

/**
 * Sets a subscription's card and pays with it what the card page showed as owed, oldest first: overdue invoices for its
 * time. Not one that isn't due yet, not an extra, and not an upgrade that waits for the customer's confirmation. Each
 * invoice has its own idempotency key, so a repeat pays nothing twice. Throws `ProviderRefused` if the card is declined.
 */
export async function setDefaultMethod(
  stripe: Stripe,
  { subscriptionExternalId: subscription, methodExternalId: method, owedAt }: MethodRequest,
  operationId: string,
): Promise<void> {
  const { pending_update: waiting, latest_invoice: latest } = await acting(() =>
    stripe.subscriptions.update(subscription, { default_payment_method: method }, { idempotencyKey: operationId }),
  );
  if (owedAt === null) return;
  const unconfirmed = waiting === null ? null : idOf(latest);
  const open = await reading(() =>
    stripe.invoices
      .list({ subscription, status: 'open', limit: 100, expand: ['data.payments'] })
      .autoPagingToArray({ limit: 1_000 }),
  );
  const owed = open.filter((invoice) => invoice.id !== unconfirmed && isOwed(invoice, owedAt));
  for (const invoice of owed.sort((a, b) => a.created - b.created)) {
    if (!(await isTried(stripe, invoice, method))) await pay(stripe, invoice.id, method, operationId);
  }
}

function isOwed({ lines, due_date: due, created }: Stripe.Invoice, at: Date): boolean {
  return lines.data.some(isForTime) && (due ?? created) * 1000 <= at.getTime();
}

/** The card was already declined for this very invoice; Stripe retries it on its own schedule. */
async function isTried(stripe: Stripe, invoice: Stripe.Invoice, method: string): Promise<boolean> {
  for (const id of paymentIntentsOf(invoice)) {
    const { last_payment_error: error } = await reading(() => stripe.paymentIntents.retrieve(id));
    if (error?.payment_method?.id === method) return true;
  }
  return false;
}

async function pay(stripe: Stripe, invoiceId: string, method: string, operationId: string): Promise<void> {
  try {
    await acting(() =>
      stripe.invoices.pay(invoiceId, { payment_method: method }, { idempotencyKey: `${operationId}:${invoiceId}` }),
    );
  } catch (error) {
    if (!(error instanceof ProviderRefused)) throw error;
    // Already paid, by Stripe's own retry or on the invoice's page: the goal is met.
    const { status } = await reading(() => stripe.invoices.retrieve(invoiceId));
    if (status !== 'paid') throw error;
  }
}
