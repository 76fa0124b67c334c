import { describe, expect, test } from 'vitest';
import { EVENT_TYPES, targetOf } from '@/lib/billing/providers/dodo/events';

const subscription = { target: { kind: 'subscription', id: 'sub_1' }, reason: null };
const payment = { target: { kind: 'payment', id: 'pay_1' }, reason: null };
const nothing = { target: null, reason: 'nothing to settle' };
const of = (...prefixes: string[]) => EVENT_TYPES.filter((type) => prefixes.some((prefix) => type.startsWith(prefix)));

describe("an event of Dodo's is about", () => {
  test.each(of('subscription.', 'dunning.'))('its subscription: %s', (type) => {
    expect(targetOf(type, { subscription_id: 'sub_1', customer: { customer_id: 'cus_1' } })).toEqual(subscription);
  });

  test.each(of('payment.'))('the subscription that is paid, or the one-time purchase: %s', (type) => {
    const paid = { payment_id: 'pay_1', subscription_id: null, subscription_ids: [] };
    expect(targetOf(type, paid)).toEqual(payment);
    expect(targetOf(type, { ...paid, subscription_id: 'sub_1' })).toEqual(subscription);
    expect(targetOf(type, { ...paid, subscription_ids: ['sub_1'] })).toEqual(subscription);
    expect(targetOf(type, { ...paid, subscription_ids: ['sub_1', 'sub_2'] })).toEqual(payment);
    expect(targetOf(type, { payment_id: 'pay_1' })).toEqual(payment);
  });

  test.each(of('refund.', 'dispute.'))('the payment it refunds or disputes: %s', (type) => {
    expect(targetOf(type, { payment_id: 'pay_1', refund_id: 'ref_1' })).toEqual(payment);
  });

  test('a license key is its own target, whatever it came with', () => {
    const key = { id: 'lic_1', customer_id: 'cus_1', payment_id: 'pay_1', subscription_id: 'sub_1' };
    expect(targetOf('license_key.created', key)).toEqual({ target: { kind: 'license', id: 'lic_1' }, reason: null });
  });

  test.each(of('payout.', 'credit.', 'abandoned_checkout.', 'entitlement_grant.'))('nothing of ours: %s', (type) => {
    expect(targetOf(type, { payment_id: 'pay_1', customer_id: 'cus_1', subscription_id: 'sub_1' })).toEqual(nothing);
  });

  test.each(['subscription.hibernated', 'constructor'])('nothing known: %s', (type) => {
    expect(targetOf(type, { subscription_id: 'sub_1' })).toEqual({ target: null, reason: 'unknown type' });
  });
});

test("all 48 of Dodo's event types are known", () => expect(EVENT_TYPES).toHaveLength(48));

test('malformed payloads lead to nothing and break nothing', () => {
  for (const data of [{}, { payment_id: 7, subscription_id: '' }, { subscription_ids: [null] }]) {
    for (const type of EVENT_TYPES) expect(targetOf(type, data)).toEqual(nothing);
  }
});
