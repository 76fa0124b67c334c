import type Stripe from 'stripe';
import { ProviderRefused } from '../errors';
import { acting, reading } from './errors';
import { paymentIntentsOf } from './shapes';

/**
 * Sets a subscription's card and pays its open invoices with it, oldest first. Each invoice is asked for under a key of
 * its own, so a repeat pays nothing twice. Raises `ProviderRefused` when the card is declined.
 */
export async function adoptMethod(
  stripe: Stripe,
  request: { subscriptionExternalId: string; methodExternalId: string },
  operationId: string,
): Promise<void> {
  const { subscriptionExternalId: subscription, methodExternalId: method } = request;
  await acting(() =>
    stripe.subscriptions.update(subscription, { default_payment_method: method }, { idempotencyKey: operationId }),
  );
  const open = await reading(() =>
    stripe.invoices
      .list({ subscription, status: 'open', limit: 100, expand: ['data.payments'] })
      .autoPagingToArray({ limit: 1_000 }),
  );
  for (const invoice of open.sort((a, b) => a.created - b.created)) {
    if (!(await isTried(stripe, invoice, method))) await pay(stripe, invoice.id, method, operationId);
  }
}

/** The card was declined for this very invoice before; Stripe tries it again by its own schedule. */
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
    // Paid meanwhile, by Stripe's own retry or at the invoice's page: what was wanted.
    const { status } = await reading(() => stripe.invoices.retrieve(invoiceId));
    if (status !== 'paid') throw error;
  }
}
