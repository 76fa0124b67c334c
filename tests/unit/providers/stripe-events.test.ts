import { describe, expect, test } from 'vitest';
import { EVENT_TYPES, targetOf } from '@/lib/billing/providers/stripe/events';

const subscription = { target: { kind: 'subscription', id: 'sub_1' }, reason: null };
const payment = { target: { kind: 'payment', id: 'pi_1' }, reason: null };
const customer = { target: { kind: 'customer', id: 'cus_1' }, reason: null };
const nothing = { target: null, reason: 'nothing to settle' };

describe("an event of Stripe's is about", () => {
  test.each(EVENT_TYPES.filter((type) => type.startsWith('customer.subscription.')))('its subscription: %s', (type) => {
    expect(targetOf(type, { id: 'sub_1', customer: 'cus_1' })).toEqual(subscription);
  });

  test.each(EVENT_TYPES.filter((type) => type.startsWith('invoice.')))('the subscription it bills: %s', (type) => {
    const parent = { type: 'subscription_details', subscription_details: { subscription: 'sub_1' } };
    expect(targetOf(type, { id: 'in_1', parent })).toEqual(subscription);
    expect(targetOf(type, { id: 'in_1', subscription: 'sub_1', payment_intent: 'pi_1' })).toEqual(subscription);
    expect(targetOf(type, { id: 'in_1', parent: null, payment_intent: 'pi_1' })).toEqual(payment);
    expect(targetOf(type, { id: 'in_1', parent: null })).toEqual(nothing);
  });

  test.each(EVENT_TYPES.filter((type) => type.startsWith('checkout.session.')))('what it led to: %s', (type) => {
    const session = { id: 'cs_1', customer: 'cus_1', subscription: null, payment_intent: null };
    expect(targetOf(type, { ...session, subscription: 'sub_1' })).toEqual(subscription);
    expect(targetOf(type, { ...session, payment_intent: 'pi_1' })).toEqual(payment);
    expect(targetOf(type, { ...session, invoice: 'in_1' })).toEqual({
      target: { kind: 'payment', id: 'in_1' },
      reason: null,
    });
    expect(targetOf(type, session)).toEqual(customer);
    expect(targetOf(type, { id: 'cs_1' })).toEqual(nothing);
  });

  test.each(EVENT_TYPES.filter((type) => type.startsWith('refund.') || type.startsWith('charge.')))(
    'the payment it refunds or disputes: %s',
    (type) => {
      expect(targetOf(type, { id: 'x_1', payment_intent: 'pi_1' })).toEqual(payment);
      expect(targetOf(type, { id: 'x_1', payment_intent: { id: 'pi_1', object: 'payment_intent' } })).toEqual(payment);
      expect(targetOf(type, { id: 'x_1', payment_intent: null })).toEqual(nothing);
    },
  );

  test.each(EVENT_TYPES.filter((type) => type.startsWith('credit_note.')))('the invoice it credits: %s', (type) => {
    expect(targetOf(type, { id: 'cn_1', invoice: 'in_1' })).toEqual({
      target: { kind: 'payment', id: 'in_1' },
      reason: null,
    });
  });

  test('the customer: a changed or deleted customer, a card the bank has replaced', () => {
    expect(targetOf('customer.updated', { id: 'cus_1' })).toEqual(customer);
    expect(targetOf('customer.deleted', { id: 'cus_1', deleted: true })).toEqual(customer);
    expect(targetOf('payment_method.automatically_updated', { id: 'pm_1', customer: 'cus_1' })).toEqual(customer);
  });

  test('the subscription that a schedule changes, or has released', () => {
    expect(targetOf('subscription_schedule.updated', { id: 'ss_1', subscription: 'sub_1' })).toEqual(subscription);
    const released = { id: 'ss_1', subscription: null, released_subscription: 'sub_1' };
    expect(targetOf('subscription_schedule.released', released)).toEqual(subscription);
  });

  test.each([
    'payment_intent.succeeded',
    'charge.succeeded',
    'invoice.created',
    'product.updated',
    'no.such.event',
    'constructor',
    '__proto__',
  ])('nothing that another event does not cover: %s', (type) => {
    expect(targetOf(type, { id: 'x' })).toEqual({ target: null, reason: 'unknown type' });
  });
});

test('all required events are handled', () => {
  expect(EVENT_TYPES).toEqual(
    expect.arrayContaining([
      'checkout.session.completed',
      'checkout.session.async_payment_succeeded',
      'checkout.session.async_payment_failed',
      'checkout.session.expired',
      'customer.subscription.created',
      'customer.subscription.updated',
      'customer.subscription.deleted',
      'customer.subscription.paused',
      'customer.subscription.resumed',
      'customer.subscription.trial_will_end',
      'invoice.paid',
      'invoice.payment_failed',
      'invoice.payment_action_required',
      'invoice.finalization_failed',
      'charge.refunded',
      'refund.created',
      'refund.updated',
      'refund.failed',
      'charge.dispute.created',
      'charge.dispute.updated',
      'charge.dispute.closed',
      'customer.updated',
      'customer.deleted',
      'payment_method.automatically_updated',
    ]),
  );
});

test('malformed payloads lead to nothing and break nothing', () => {
  for (const object of [{}, { id: 7 }, { id: '' }, { parent: 'x' }, { subscription: { id: null } }]) {
    for (const type of EVENT_TYPES) expect(targetOf(type, object)).toEqual(nothing);
  }
});
