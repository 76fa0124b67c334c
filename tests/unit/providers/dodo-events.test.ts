import { describe, expect, test } from 'vitest';
import { EVENT_TYPES, rootOf } from '@/lib/billing/providers/dodo/events';

const subscription = { root: { kind: 'subscription', id: 'sub_1' }, reason: null };
const payment = { root: { kind: 'payment', id: 'pay_1' }, reason: null };
const nothing = { root: null, reason: 'nothing to settle' };
const of = (...prefixes: string[]) => EVENT_TYPES.filter((type) => prefixes.some((prefix) => type.startsWith(prefix)));

describe("an event of Dodo's is about", () => {
  test.each(of('subscription.', 'dunning.'))('its subscription: %s', (type) => {
    expect(rootOf(type, { subscription_id: 'sub_1', customer: { customer_id: 'cus_1' } })).toEqual(subscription);
  });

  test.each(of('payment.'))('the subscription that is paid, or the one-time purchase: %s', (type) => {
    const paid = { payment_id: 'pay_1', subscription_id: null, subscription_ids: [] };
    expect(rootOf(type, paid)).toEqual(payment);
    expect(rootOf(type, { ...paid, subscription_id: 'sub_1' })).toEqual(subscription);
    expect(rootOf(type, { ...paid, subscription_ids: ['sub_1'] })).toEqual(subscription);
    expect(rootOf(type, { ...paid, subscription_ids: ['sub_1', 'sub_2'] })).toEqual(payment);
    expect(rootOf(type, { payment_id: 'pay_1' })).toEqual(payment);
  });

  test.each(of('refund.', 'dispute.'))('the payment it refunds or disputes: %s', (type) => {
    expect(rootOf(type, { payment_id: 'pay_1', refund_id: 'ref_1' })).toEqual(payment);
  });

  test('a license key is its own root, whatever it came with', () => {
    const key = { id: 'lic_1', customer_id: 'cus_1', payment_id: 'pay_1', subscription_id: 'sub_1' };
    expect(rootOf('license_key.created', key)).toEqual({ root: { kind: 'license', id: 'lic_1' }, reason: null });
  });

  test.each(of('payout.', 'credit.', 'abandoned_checkout.', 'entitlement_grant.'))('nothing of ours: %s', (type) => {
    expect(rootOf(type, { payment_id: 'pay_1', customer_id: 'cus_1', subscription_id: 'sub_1' })).toEqual(nothing);
  });

  test.each(['subscription.hibernated', 'constructor'])('nothing known: %s', (type) => {
    expect(rootOf(type, { subscription_id: 'sub_1' })).toEqual({ root: null, reason: 'unknown type' });
  });
});

test("all 48 of Dodo's event types are known", () => expect(EVENT_TYPES).toHaveLength(48));

test('malformed payloads lead to nothing and break nothing', () => {
  for (const data of [{}, { payment_id: 7, subscription_id: '' }, { subscription_ids: [null] }]) {
    for (const type of EVENT_TYPES) expect(rootOf(type, data)).toEqual(nothing);
  }
});
