import { describe, expect, test } from 'vitest';
import { toFreePurchase } from '@/lib/billing/providers/stripe/free-purchase';
import { type ChargeShape, toPayment } from '@/lib/billing/providers/stripe/payment';
import { paymentIntentsOf } from '@/lib/billing/providers/stripe/shapes';
import { disputeStatus, refundStatus } from '@/lib/billing/providers/stripe/status';
import { FEB, intent, invoice, JAN, line } from './stripe-objects';

const charge: ChargeShape = {
  id: 'ch_1',
  created: JAN + 5,
  status: 'succeeded',
  disputed: false,
  refunds: null,
  payment_method_details: null,
};

/** Only two fields of it are read. */
type Card = NonNullable<NonNullable<ChargeShape['payment_method_details']>['card']>;

const declined = {
  type: 'card_error',
  code: 'card_declined',
  decline_code: 'insufficient_funds',
  message: 'Your card has insufficient funds.',
} as const;

const priced = (price: string, product: string) => ({
  type: 'price_details' as const,
  price_details: { price, product },
  unit_amount_decimal: null,
});

describe('a Stripe payment', () => {
  test('of a subscription names it through its invoice, with the included tax', () => {
    const taxed = invoice({
      total_taxes: [400, 51].map((amount) => ({
        amount,
        tax_behavior: 'inclusive',
        tax_rate_details: null,
        taxability_reason: 'standard_rated',
        taxable_amount: null,
        type: 'tax_rate_details',
      })),
    });
    expect(toPayment(intent({ latest_charge: charge }), taxed, [])).toMatchObject({
      externalId: 'pi_1',
      invoiceExternalId: 'in_1',
      subscriptionExternalId: 'sub_1',
      customerExternalId: 'cus_1',
      status: 'succeeded',
      amount: 2900n,
      tax: 451n,
      currency: 'USD',
      bought: [],
    });
  });

  test('by card arrives when it is charged, by bank debit when its invoice is paid, days after the charge', () => {
    const card = { brand: 'visa', last4: '4242' } as Card;
    const byCard = { ...charge, payment_method_details: { type: 'card', card } };
    const paid = invoice({ status_transitions: { ...invoice().status_transitions, paid_at: FEB } });
    expect(toPayment(intent({ latest_charge: byCard }), paid, []).paidAt).toEqual(new Date((JAN + 5) * 1000));
    expect(toPayment(intent({ latest_charge: charge }), paid, []).paidAt).toEqual(new Date(FEB * 1000));
    expect(toPayment(intent({ latest_charge: charge }), null, []).paidAt).toBeNull();
    expect(toPayment(intent({ status: 'processing', latest_charge: charge }), paid, []).paidAt).toBeNull();
  });

  test('for three credit packs gets the purchase from its lines, whatever its metadata says', () => {
    const metadata = { app_id: 'tollgate', user_id: 'user-1', checkout_id: 'checkout-1', quantity: '-3' };
    const packs = { ...line(3000, JAN, JAN), quantity: 3, pricing: priced('price_credits', 'prod_credits') };
    const sold = invoice({ parent: null, lines: { data: [packs] } });
    const bought = toPayment(intent({ metadata, amount: 3000, amount_received: 3000 }), sold, []);
    expect(bought).toMatchObject({
      ownMetadata: { appId: 'tollgate', workspaceId: 'user-1', checkoutId: 'checkout-1' },
      bought: [{ priceExternalId: 'price_credits', productExternalId: 'prod_credits', quantity: 3 }],
      amount: 3000n,
      subscriptionExternalId: null,
    });
  });

  test('that was declined has failed, and says how', () => {
    const raw = intent({ status: 'requires_payment_method', amount_received: 0, last_payment_error: declined });
    expect(toPayment(raw, null, [])).toMatchObject({
      status: 'failed',
      amount: 2900n,
      failureCode: 'insufficient_funds',
      failureMessage: 'Your card has insufficient funds.',
      paidAt: null,
    });
  });

  test('that has not been attempted yet has not failed', () => {
    expect(toPayment(intent({ status: 'requires_payment_method' }), null, []).status).toBe('processing');
  });

  test('that succeeded on the second attempt forgets the first', () => {
    const raw = intent({ last_payment_error: declined, latest_charge: charge });
    expect(toPayment(raw, null, [])).toMatchObject({ status: 'succeeded', failureCode: null, failureMessage: null });
  });

  test('in an unknown state is what its charge says', () => {
    expect(toPayment(intent({ status: 'teleporting', latest_charge: charge }), null, []).status).toBe('succeeded');
    expect(toPayment(intent({ status: 'teleporting' }), null, []).status).toBe('processing');
  });

  test('by card shows the card', () => {
    const card = { brand: 'visa', last4: '4242' } as Card;
    const raw = intent({ latest_charge: { ...charge, payment_method_details: { type: 'card', card } } });
    expect(toPayment(raw, null, [])).toMatchObject({ cardBrand: 'visa', cardLast4: '4242' });
  });
});

test('an invoice that was settled without a payment is no payment', () => {
  expect(paymentIntentsOf(invoice())).toEqual([]);
});

test('an invoice of an old API version names its payment itself', () => {
  expect(paymentIntentsOf(invoice({ payment_intent: 'pi_old' }))).toEqual(['pi_old']);
});

describe('refunds and disputes', () => {
  test.each([
    ['pending', 'pending'],
    ['requires_action', 'pending'],
    ['succeeded', 'succeeded'],
    ['failed', 'failed'],
    ['canceled', 'failed'],
    ['whatever', 'pending'],
    [null, 'succeeded'],
  ])('a refund that is %s is %s', (raw, normalized) => expect(refundStatus(raw)).toBe(normalized));

  test.each([
    ['warning_needs_response', 'inquiry'],
    ['warning_under_review', 'inquiry'],
    ['warning_closed', 'inquiry'],
    ['needs_response', 'open'],
    ['under_review', 'open'],
    ['won', 'won'],
    ['lost', 'lost'],
    ['prevented', 'won'],
    ['appeal_under_review', 'lost'],
    ['whatever', 'open'],
  ])('a dispute that is %s is %s', (raw, normalized) => expect(disputeStatus(raw)).toBe(normalized));
});

test('a Lifetime that a promotion code paid in full is a payment of zero, recognized by its invoice', () => {
  const metadata = {
    app_id: 'tollgate',
    user_id: 'user-1',
    checkout_id: 'checkout-1',
  };
  const lifetime = { ...line(0, JAN, JAN), pricing: priced('price_l', 'prod_l') };
  const free = {
    ...invoice({ parent: null, lines: { data: [lifetime] } }),
    currency: 'eur',
    customer: 'cus_1',
    metadata,
    total: 0,
  };
  expect(toFreePurchase(free)).toMatchObject({
    externalId: 'in_1',
    status: 'succeeded',
    amount: 0n,
    currency: 'EUR',
    bought: [{ priceExternalId: 'price_l', quantity: 1 }],
    ownMetadata: { checkoutId: 'checkout-1' },
  });
});
