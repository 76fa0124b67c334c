import { describe, expect, test } from 'vitest';
import { toSessionParams as toDodo } from '@/lib/billing/providers/dodo/checkout';
import { ProviderRefused } from '@/lib/billing/providers/errors';
import type { CheckoutParams } from '@/lib/billing/providers/requests';
import { toSessionParams as toStripe } from '@/lib/billing/providers/stripe/checkout';
import { toCheckout } from '@/lib/billing/providers/stripe/fetch-checkout';

const params: CheckoutParams = {
  checkoutId: 'checkout-1',
  workspaceId: 'user-1',
  customerExternalId: 'cus_1',
  kind: 'subscription',
  sku: 'pro_month',
  priceExternalId: 'price_1',
  quantity: 1,
  currency: 'EUR',
  trialDays: 14,
  successUrl: 'https://shop.test/checkout/success?checkout=checkout-1',
  cancelUrl: 'https://shop.test/checkout/canceled?checkout=checkout-1',
  amount: '27.00',
};
const credits: CheckoutParams = { ...params, kind: 'credits', sku: 'credits', quantity: 3, trialDays: 0 };
const ownMetadata = { app_id: 'tollgate', user_id: 'user-1', checkout_id: 'checkout-1', sku: 'pro_month' };

describe('the checkout request to Stripe', () => {
  test('a subscription with a trial, with our metadata on the session and on what it creates, and always with a card', () => {
    expect(toStripe('tollgate', params)).toEqual({
      mode: 'subscription',
      customer: 'cus_1',
      client_reference_id: 'user-1',
      line_items: [{ price: 'price_1', quantity: 1 }],
      metadata: ownMetadata,
      subscription_data: { metadata: ownMetadata, trial_period_days: 14 },
      payment_method_collection: 'always',
      allow_promotion_codes: true,
      success_url: params.successUrl,
      cancel_url: params.cancelUrl,
    });
  });

  test('the same without a trial does not mention one', () => {
    expect(toStripe('tollgate', { ...params, trialDays: 0 }).subscription_data).toEqual({ metadata: ownMetadata });
  });

  test('three packs once, with an invoice, and with the purchase described on the payment', () => {
    const bought = { ...ownMetadata, sku: 'credits', price: 'price_1', quantity: '3' };
    expect(toStripe('tollgate', credits)).toMatchObject({
      mode: 'payment',
      line_items: [{ price: 'price_1', quantity: 3 }],
      payment_intent_data: { metadata: bought },
      invoice_creation: { enabled: true, invoice_data: { metadata: bought } },
    });
    expect(toStripe('tollgate', credits)).not.toHaveProperty('payment_method_collection');
    expect(toStripe('tollgate', credits)).not.toHaveProperty('subscription_data');
  });

  test('nothing about taxes unless configured, and then the address is stored for the renewals', () => {
    const off = { automatic: false, taxId: false, address: 'auto' } as const;
    expect(toStripe('tollgate', { ...params, taxes: off })).toEqual(toStripe('tollgate', params));
    expect(
      toStripe('tollgate', { ...params, taxes: { automatic: true, taxId: true, address: 'required' } }),
    ).toMatchObject({
      automatic_tax: { enabled: true },
      tax_id_collection: { enabled: true },
      billing_address_collection: 'required',
      customer_update: { address: 'auto', name: 'auto' },
    });
    expect(toDodo('tollgate', { ...params, taxes: { automatic: true, taxId: true, address: 'required' } })).toEqual(
      toDodo('tollgate', params),
    );
  });

  test('the same stored parameters create the same request, or its idempotency key would be rejected', () => {
    expect(JSON.stringify(toStripe('tollgate', params))).toBe(JSON.stringify(toStripe('tollgate', { ...params })));
  });
});

describe('the checkout request to Dodo', () => {
  test('a subscription with a trial, for our customer, in their currency, with an immediate return to us', () => {
    expect(toDodo('tollgate', params)).toEqual({
      product_cart: [{ product_id: 'price_1', quantity: 1 }],
      customer: { customer_id: 'cus_1' },
      metadata: ownMetadata,
      return_url: params.successUrl,
      cancel_url: params.cancelUrl,
      billing_currency: 'EUR',
      feature_flags: {
        redirect_immediately: true,
        allow_customer_editing_email: false,
        allow_currency_selection: false,
      },
      subscription_data: { trial_period_days: 14 },
    });
  });

  test('three packs once', () => {
    expect(toDodo('tollgate', credits)).toMatchObject({ product_cart: [{ product_id: 'price_1', quantity: 3 }] });
    expect(toDodo('tollgate', credits)).not.toHaveProperty('subscription_data');
  });

  test('nothing in a currency that is not on offer', () => {
    expect(() => toDodo('tollgate', { ...params, currency: 'XAU' })).toThrow(ProviderRefused);
  });
});

describe("the state of Stripe's session", () => {
  const session = {
    id: 'cs_1',
    status: 'open',
    payment_status: 'unpaid',
    subscription: null,
    payment_intent: null,
    invoice: null,
  } as const;

  test('open and untouched', () =>
    expect(toCheckout(session)).toEqual({ externalId: 'cs_1', state: 'open', targets: [], failed: false }));
  test('expired', () => expect(toCheckout({ ...session, status: 'expired' }).state).toBe('expired'));
  test('complete, with the resulting objects', () => {
    const complete = { ...session, status: 'complete', payment_status: 'paid' } as const;
    expect(toCheckout({ ...complete, subscription: 'sub_1', invoice: 'in_1' }).targets).toEqual([
      { kind: 'subscription', id: 'sub_1' },
    ]);
    expect(toCheckout({ ...complete, payment_intent: 'pi_1', invoice: 'in_1' }).targets).toEqual([
      { kind: 'payment', id: 'pi_1' },
    ]);
    expect(toCheckout({ ...complete, invoice: 'in_1' }).targets).toEqual([{ kind: 'payment', id: 'in_1' }]);
  });
});
