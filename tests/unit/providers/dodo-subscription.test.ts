import { describe, expect, test } from 'vitest';
import type { SubscriptionShape } from '@/lib/billing/providers/dodo/shapes';
import { toSubscription } from '@/lib/billing/providers/dodo/subscription';
import { FEB, JAN, listed, MAR, subscription } from './dodo-objects';

const of = (over: Partial<SubscriptionShape> = {}, payments = [listed()]) =>
  toSubscription(subscription(over), payments, []);
const TRIAL_END = '2026-01-24T10:00:00.123456Z';
const trial = { trial_period_days: 14, next_billing_date: TRIAL_END } as const;

test("Dodo's subscription is said in our words", () => {
  expect(of()).toEqual({
    externalId: 'sub_1',
    customerExternalId: 'cus_1',
    marks: { appId: 'tollgate', userId: 'user-1', checkoutId: 'checkout-1' },
    status: 'active',
    providerStatus: 'active',
    priceExternalId: 'pdt_pro',
    quantity: 1,
    currency: 'USD',
    amount: 2900n,
    startedAt: new Date(JAN),
    periodStart: new Date(JAN),
    periodEnd: new Date(FEB),
    paidUntil: new Date(FEB),
    trialEnd: null,
    cancelAt: null,
    canceledAt: null,
    endedAt: null,
    endReason: null,
    pastDueSince: null,
    failedAttempts: 0,
    cardBrand: null,
    cardLast4: null,
    cardExpires: null,
    pausedAt: null,
    pausesAt: null,
    pendingPriceExternalId: null,
    pendingQuantity: null,
    pendingAt: null,
    payments: [],
  });
});

describe('the state of a Dodo subscription', () => {
  test.each([
    ['pending', 'pending'],
    ['active', 'active'],
    ['on_hold', 'past_due'],
    ['past_due', 'past_due'],
    ['paused', 'paused'],
    ['cancelled', 'ended'],
    ['expired', 'ended'],
    ['failed', 'failed'],
  ] as const)('%s is %s', (raw, normalised) => {
    expect(of({ status: raw })).toMatchObject({ status: normalised, providerStatus: raw });
  });

  test('one that nobody knows is left open and kept as it was said', () => {
    const raw = { status: 'hibernating' as SubscriptionShape['status'] }; // a status of tomorrow
    expect(of(raw)).toMatchObject({ status: null, providerStatus: 'hibernating' });
  });

  test('on hold after a pause that is not settled is paused, not past due', () => {
    expect(of({ status: 'on_hold', paused_at: MAR })).toMatchObject({ status: 'paused', pausedAt: new Date(MAR) });
  });

  test('a plan change that waits is told with its day', () => {
    const scheduled_change = {
      id: 'sch_1',
      addons: [],
      created_at: JAN,
      effective_at: FEB,
      product_id: 'pdt_starter',
      quantity: 1,
    };
    expect(of({ scheduled_change })).toMatchObject({
      pendingPriceExternalId: 'pdt_starter',
      pendingQuantity: 1,
      pendingAt: new Date(FEB),
    });
  });
});

describe('a trial at Dodo', () => {
  test('is a trial while the next charge is the one that ends it, with or without a payment of 0', () => {
    const expected = { status: 'trialing', trialEnd: new Date(TRIAL_END), paidUntil: new Date(TRIAL_END) };
    expect(of(trial, [])).toMatchObject(expected);
    expect(of(trial, [listed({ total_amount: 0 })])).toMatchObject(expected);
  });

  test('is a paid subscription once that charge has come', () => {
    const converted = {
      trial_period_days: 14,
      previous_billing_date: TRIAL_END,
      next_billing_date: '2026-02-24T10:00:00.123456Z',
    };
    expect(of(converted)).toMatchObject({
      status: 'active',
      trialEnd: new Date(TRIAL_END),
      paidUntil: new Date('2026-02-24T10:00:00.123Z'),
    });
  });

  test('that a plan change ended is over since that change', () => {
    const day5 = '2026-01-15T10:00:00.000000Z';
    expect(of({ trial_period_days: 14, previous_billing_date: day5 })).toMatchObject({
      status: 'active',
      trialEnd: new Date(day5),
    });
  });

  test('whose first charge fails is past due since that failure', () => {
    const failed = listed({ payment_id: 'pay_2', status: 'failed', created_at: '2026-01-24T10:02:00Z' });
    expect(of({ ...trial, status: 'on_hold' }, [failed, listed({ total_amount: 0 })])).toMatchObject({
      status: 'past_due',
      paidUntil: new Date(TRIAL_END),
      pastDueSince: new Date('2026-01-24T10:02:00Z'),
    });
  });
});

describe('a Dodo customer who owes', () => {
  const failures = [
    listed({ payment_id: 'pay_3', status: 'failed', created_at: '2026-02-11T22:00:00Z' }),
    listed({ payment_id: 'pay_2', status: 'failed', created_at: '2026-02-10T10:01:00Z' }),
    listed(),
  ];

  test('owes since the first failure after the last payment, and keeps what was paid', () => {
    expect(of({ status: 'on_hold' }, failures)).toMatchObject({
      pastDueSince: new Date('2026-02-10T10:01:00Z'),
      paidUntil: new Date(FEB),
    });
  });

  test('does not gain time by a billing date that moved on without money', () => {
    expect(of({ status: 'past_due', next_billing_date: MAR }, failures).paidUntil).toEqual(
      new Date('2026-02-10T10:01:00Z'),
    );
  });

  test('owes since the day it was due, where no failed payment tells', () => {
    expect(of({ status: 'on_hold' }).pastDueSince).toEqual(new Date(FEB));
  });

  test('has paid nothing while the first payment is pending or failed', () => {
    expect(of({ status: 'pending' }, []).paidUntil).toBeNull();
    expect(of({ status: 'failed' }, []).paidUntil).toBeNull();
  });
});

describe('the end of a Dodo subscription', () => {
  test.each(['cancelled', 'expired'] as const)('as scheduled leaves what was paid: %s', (status) => {
    const ended = of({ status, cancel_at_next_billing_date: true, cancelled_at: '2026-01-20T00:00:00Z' });
    expect(ended).toMatchObject({
      endReason: 'scheduled',
      paidUntil: new Date(FEB),
      cancelAt: new Date(FEB),
      endedAt: new Date(FEB),
    });
  });

  test('at once is told as such', () => {
    const now = '2026-01-20T00:00:00Z';
    expect(of({ status: 'cancelled', cancelled_at: now })).toMatchObject({
      endReason: 'immediate',
      endedAt: new Date(now),
      cancelAt: null,
    });
  });

  test('for want of money is told as such', () => {
    const failed = listed({ payment_id: 'pay_2', status: 'failed', created_at: FEB });
    expect(of({ status: 'cancelled', cancelled_at: MAR }, [failed, listed()]).endReason).toBe('unpaid');
  });

  test('that is to come is no end yet', () => {
    expect(of({ cancel_at_next_billing_date: true })).toMatchObject({
      status: 'active',
      cancelAt: new Date(FEB),
      endReason: null,
      endedAt: null,
    });
  });
});
