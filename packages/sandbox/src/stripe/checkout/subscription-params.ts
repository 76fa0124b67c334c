import type { StripeContext } from '../api/context';
import { mergeMetadata } from '../api/metadata';
import type { CustomerRecord } from '../api/tables';
import type { CheckoutSessionRecord } from '../billing-tables';
import { productName } from '../invoices/format';
import { priceOf } from '../invoices/pricing';
import type { FirstPayment, NewSubscription } from '../subscriptions/create';
import { taxSetting, trialSettingsOf } from '../subscriptions/create-call';
import { trialEndOf } from '../subscriptions/trial-params';
import type { HiddenCheckout } from './hidden-state';

/** Parameters of the subscription that a session creates. */
export function subscriptionParams(
  ctx: StripeContext,
  session: CheckoutSessionRecord,
  hidden: HiddenCheckout,
  customer: CustomerRecord,
  paid: { method: string | null; payment: FirstPayment },
): NewSubscription {
  const now = ctx.now(customer.id);
  const data = hidden.subscriptionData ?? {};
  const recurring = hidden.lines.filter((line) => line.price?.recurring);
  const once = hidden.lines.filter((line) => line.price && !line.price.recurring);
  return {
    customer,
    items: recurring.flatMap(({ price, quantity, metadata }) =>
      price ? [{ price, quantity: quantity ?? 1, metadata: metadata ?? {} }] : [],
    ),
    extras: once.flatMap(({ price, quantity }) =>
      price
        ? [
            {
              amount: priceOf(ctx, price, quantity ?? 1),
              description: productName(ctx, price),
              period: { start: now, end: now },
              quantity: quantity ?? 1,
              price: { id: price.id, product: price.product, unit: price.unit_amount_decimal },
            },
          ]
        : [],
    ),
    currency: session.currency ?? 'usd',
    trialEnd: trialEndOf(data, now),
    anchor: data.billing_cycle_anchor ?? null,
    freeStub: data.proration_behavior === 'none',
    discounts: hidden.discount ? [hidden.discount] : [],
    checkoutSession: session.id,
    fields: {
      automatic_tax: taxSetting(session.automatic_tax.enabled),
      default_payment_method: paid.method,
      description: data.description ?? null,
      metadata: mergeMetadata(null, data.metadata),
      payment_settings: {
        // Recorded from subscriptions created by Checkout. The type requires every other method too.
        payment_method_options: { card: { network: null, request_three_d_secure: 'automatic' } } as NonNullable<
          NewSubscription['fields']['payment_settings']
        >['payment_method_options'],
        payment_method_types: null,
        save_default_payment_method: 'off',
      },
      ...(data.trial_settings ? { trial_settings: trialSettingsOf(data.trial_settings) } : {}),
    },
    payment: paid.payment,
  };
}
