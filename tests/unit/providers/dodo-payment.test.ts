import { describe, expect, test } from 'vitest';
import { toPayment } from '@/lib/billing/providers/dodo/payment';
import type { DisputeShape, PaymentShape, RefundShape } from '@/lib/billing/providers/dodo/shapes';
import { paymentStatus } from '@/lib/billing/providers/dodo/status';
import { JAN, MAR, payment } from './dodo-objects';

const refund: RefundShape = { refund_id: 'ref_1', status: 'succeeded', created_at: MAR };
const dispute: DisputeShape = {
  dispute_id: 'dp_1',
  dispute_status: 'dispute_opened',
  dispute_stage: 'dispute',
  amount: '2900',
  currency: 'USD',
  created_at: MAR,
};

describe('a Dodo payment', () => {
  test('for a one-time purchase says what was bought and how many', () => {
    expect(toPayment(payment({ product_cart: [{ product_id: 'pdt_credits', quantity: 3 }] }))).toMatchObject({
      externalId: 'pay_1',
      subscriptionExternalId: null,
      bought: [{ priceExternalId: 'pdt_credits', productExternalId: 'pdt_credits', quantity: 3 }],
      amount: 2900n,
      tax: 463n,
      currency: 'USD',
      status: 'succeeded',
      createdAt: new Date(JAN),
      // Dodo doesn't say when the money arrived.
      paidAt: null,
      ownMetadata: { appId: 'tollgate', workspaceId: 'user-1', checkoutId: 'checkout-1' },
    });
  });

  test.each<Partial<PaymentShape>>([{ subscription_id: 'sub_1' }, { subscription_ids: ['sub_1'] }])(
    'of a subscription names it and no product: %o',
    (over) => {
      expect(toPayment(payment({ ...over, product_cart: null }))).toMatchObject({
        subscriptionExternalId: 'sub_1',
        bought: [],
      });
    },
  );

  test('that failed says how; one that did not says nothing', () => {
    const error = { error_code: 'INSUFFICIENT_FUNDS', error_message: 'Not enough money.' };
    expect(toPayment(payment({ status: 'failed', ...error }))).toMatchObject({
      status: 'failed',
      failureCode: 'INSUFFICIENT_FUNDS',
      failureMessage: 'Not enough money.',
      paidAt: null,
    });
    expect(toPayment(payment(error)).failureCode).toBeNull();
  });

  test.each([
    ['succeeded', 'succeeded'],
    ['partially_captured', 'succeeded'],
    ['failed', 'failed'],
    ['cancelled', 'failed'],
    ['processing', 'processing'],
    ['requires_customer_action', 'processing'],
    ['requires_payment_method', 'processing'],
    ['teleporting', 'processing'],
    [null, 'processing'],
  ])('that is %s is %s', (raw, normalized) => expect(paymentStatus(raw)).toBe(normalized));

  test('includes its refunds; one without an amount is a full refund', () => {
    const { refunds } = toPayment(
      payment({ refunds: [refund, { ...refund, refund_id: 'ref_2', amount: 500, status: 'review' }] }),
    );
    expect(refunds).toMatchObject([
      { externalId: 'ref_1', amount: 2900n, currency: 'USD', status: 'succeeded' },
      { externalId: 'ref_2', amount: 500n, status: 'pending' },
    ]);
  });

  test.each([
    ['dispute_opened', 'dispute', 'open'],
    ['dispute_opened', 'pre_dispute', 'inquiry'],
    ['dispute_challenged', 'pre_arbitration', 'open'],
    ['dispute_won', 'dispute', 'won'],
    ['dispute_cancelled', 'dispute', 'won'],
    ['dispute_lost', 'dispute', 'lost'],
    ['dispute_accepted', 'pre_dispute', 'lost'],
    ['dispute_expired', 'dispute', 'lost'],
  ] as const)('in dispute (%s at the stage %s) is %s', (dispute_status, dispute_stage, status) => {
    const { disputes } = toPayment(payment({ disputes: [{ ...dispute, dispute_status, dispute_stage }] }));
    expect(disputes).toMatchObject([{ externalId: 'dp_1', status, providerStatus: dispute_status, amount: 2900n }]);
  });

  test('in dispute can be responded to for four days, until a response was sent', () => {
    const due = (dispute_status: DisputeShape['dispute_status']) =>
      toPayment(payment({ disputes: [{ ...dispute, dispute_status }] })).disputes[0]?.evidenceDueAt;
    expect(due('dispute_opened')).toEqual(new Date(new Date(MAR).getTime() + 4 * 86_400_000));
    expect(due('dispute_challenged')).toBeNull();
    expect(due('dispute_lost')).toBeNull();
  });

  test.each([
    ['2900', 'USD', 2900n],
    ['29.00', 'USD', 2900n],
    ['29.5', 'EUR', 2950n],
    ['4400', 'JPY', 4400n],
    ['4400.0', 'JPY', 4400n],
  ])('in dispute over %s %s is over %s minor units', (amount, currency, minor) => {
    expect(toPayment(payment({ disputes: [{ ...dispute, amount, currency }] })).disputes[0]?.amount).toBe(minor);
  });
});
