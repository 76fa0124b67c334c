import type { StripeContext } from '../api/context';
import type { PaymentMethodRecord, SetupIntentRecord } from '../api/tables';
import { confirmSetup, type SetupResult } from '../setup-intents/confirm';
import { onSetupOutcome } from '../setup-intents/outcomes';
import { newSetupIntent } from '../setup-intents/record';

const table = (ctx: StripeContext) => ctx.world.store.table<{ customer: string }>('stripe.portal-setups');

/**
 * A customer adds a payment method in the portal. It becomes their default once the bank approves it, after a challenge
 * if necessary.
 */
export function addFromPortal(
  ctx: StripeContext,
  customer: string,
  method: PaymentMethodRecord,
  returnUrl: string,
): SetupResult {
  const intent = newSetupIntent(ctx, { customer });
  table(ctx).put(intent.id, { customer });
  const result = confirmSetup(ctx, intent, method, { returnUrl });
  if (result.outcome === 'succeeded') settle(ctx, result.intent);
  return result;
}

export function startPortalSetups(ctx: StripeContext): void {
  onSetupOutcome(ctx, (within, intent, outcome) => {
    if (outcome === 'succeeded') settle(within, intent);
  });
}

function settle(ctx: StripeContext, intent: SetupIntentRecord): void {
  const known = table(ctx).get(intent.id);
  if (!known || intent.payment_method === null) return;
  table(ctx).remove(intent.id);
  makeDefault(ctx, known.customer, intent.payment_method);
}

/**
 * Makes it the customer's default. Also updates subscriptions that have their own payment method: that one takes
 * precedence over the customer's default, and a customer who updates their card means the next charge (our choice).
 */
export function makeDefault(ctx: StripeContext, customerId: string, method: string): void {
  const customer = ctx.need(ctx.tables.customers, 'customer', customerId, 'customer');
  const settings = { ...customer.invoice_settings, default_payment_method: method };
  ctx.update(ctx.tables.customers, customer, { invoice_settings: settings }, 'customer.updated');
  for (const it of ctx.tables.subscriptions.by('customer', customerId)) {
    if (it.default_payment_method === null || it.status === 'canceled' || it.status === 'incomplete_expired') continue;
    ctx.update(ctx.tables.subscriptions, it, { default_payment_method: method }, 'customer.subscription.updated');
  }
}
