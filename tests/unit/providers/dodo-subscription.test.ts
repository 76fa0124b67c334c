import { describe, expect, test } from 'vitest';
import type { SubscriptionShape } from '@/lib/billing/providers/dodo/shapes';
import { covered, FEB, JAN, kept, listed, MAR, seen } from './dodo-objects';

const of = (over: Partial<SubscriptionShape> = {}, payments = [listed()]) => seen(over, payments);
const TRIAL_END = '2026-01-24T10:00:00.123456Z';
const trial = { trial_period_days: 14, next_billing_date: TRIAL_END } as const;

test("Dodo's subscription is mapped to our terms", () => {
  expect(of()).toEqual({
    externalId: 'sub_1',
    customerExternalId: 'cus_1',
    ownMetadata: { appId: 'tollgate', workspaceId: 'user-1', checkoutId: 'checkout-1' },
    status: 'active',
    providerStatus: 'active',
    items: [
      {
        externalId: 'pdt_pro',
        priceExternalId: 'pdt_pro',
        productExternalId: 'pdt_pro',
        quantity: 1,
        amount: 2900n,
        interval: { unit: 'month', count: 1 },
      },
    ],
    currency: 'USD',
    amount: 2900n,
    collection: 'automatic',
    collectionPause: null,
    createdAt: new Date(JAN),
    startedAt: new Date(JAN),
    periodStart: new Date(JAN),
    periodEnd: new Date(FEB),
    givenUntil: null,
    trialEnd: null,
    cancelAt: null,
    canceledAt: null,
    endedAt: null,
    endReason: null,
    debt: null,
    nextCharge: null,
    cardBrand: null,
    cardLast4: null,
    cardExpires: null,
    pausedAt: null,
    pausesAt: null,
    pendingPriceExternalId: null,
    pendingQuantity: null,
    pendingAt: null,
    invoices: [
      {
        externalId: 'pay_1',
        status: 'paid',
        total: 2900n,
        amountDue: 0n,
        balanceUsed: 0n,
        credited: 0n,
        paidOutOfBand: false,
        currency: 'USD',
        createdAt: new Date(JAN),
        dueAt: null,
        paidAt: new Date(JAN),
        lines: [
          {
            kind: 'period',
            priceExternalId: 'pdt_pro',
            productExternalId: 'pdt_pro',
            quantity: 1,
            amount: 2900n,
            from: new Date(JAN),
            until: new Date(FEB),
          },
        ],
      },
    ],
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
  ] as const)('%s is %s', (raw, normalized) => {
    expect(of({ status: raw })).toMatchObject({ status: normalized, providerStatus: raw });
  });

  test('an unknown one has no status of ours, and the provider’s status is stored', () => {
    const raw = { status: 'hibernating' as SubscriptionShape['status'] }; // a future status
    expect(of(raw)).toMatchObject({ status: null, providerStatus: 'hibernating' });
  });

  test('on hold after a pause that is not settled is paused, not past due', () => {
    expect(of({ status: 'on_hold', paused_at: MAR })).toMatchObject({ status: 'paused', pausedAt: new Date(MAR) });
  });

  test('a scheduled plan change is reported with its day', () => {
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

describe('the items of a Dodo subscription', () => {
  const addons = [{ addon_id: 'adn_support', quantity: 2 }];
  const prices = new Map([['adn_support', 750n]]);

  test('are its product and its add-ons, which add up to the price of a period', () => {
    const { items, amount } = seen({ addons, recurring_pre_tax_amount: 4400 }, [], { addons: prices });
    expect(items.map((item) => [item.priceExternalId, item.quantity, item.amount])).toEqual([
      ['pdt_pro', 1, 2900n],
      ['adn_support', 2, 1500n],
    ]);
    expect(amount).toBe(4400n);
  });

  test('never cost less than zero under a discount that covers nearly everything', () => {
    const { items } = seen({ addons, recurring_pre_tax_amount: 100 }, [], { addons: prices });
    expect(items.map(({ amount }) => amount)).toEqual([100n, 0n]);
  });
});

describe('a trial at Dodo', () => {
  test('is a trial while the next charge is the one that ends it, with or without a payment of 0', () => {
    const expected = { status: 'trialing', trialEnd: new Date(TRIAL_END), invoices: [], givenUntil: null };
    expect(of(trial, [])).toMatchObject(expected);
    expect(of(trial, [listed({ total_amount: 0 })])).toMatchObject(expected);
  });

  test('ends with its next charge, even when that was moved', () => {
    expect(of({ ...trial, next_billing_date: MAR }, [])).toMatchObject({
      status: 'trialing',
      trialEnd: new Date(MAR),
      givenUntil: null,
    });
  });

  test('is a paid subscription once that charge has arrived', () => {
    const converted = {
      trial_period_days: 14,
      previous_billing_date: TRIAL_END,
      next_billing_date: '2026-02-24T10:00:00.123456Z',
    };
    const paid = of(converted, [listed({ created_at: TRIAL_END })]);
    expect(paid).toMatchObject({ status: 'active', trialEnd: new Date(TRIAL_END) });
    expect(covered(paid.invoices)).toEqual(['pdt_pro×1 01-24 – 02-24']);
  });

  test('that a plan change ended is over since that change', () => {
    const day5 = '2026-01-15T10:00:00.000000Z';
    const changed = of({ trial_period_days: 14, previous_billing_date: day5 }, [listed({ created_at: day5 })]);
    expect(changed).toMatchObject({ status: 'active', trialEnd: new Date(day5) });
    expect(covered(changed.invoices)).toEqual(['pdt_pro×1 01-15 – 02-10']);
  });

  test('whose first charge fails is past due since the day it was due', () => {
    const failed = listed({ payment_id: 'pay_2', status: 'failed', created_at: '2026-01-24T10:02:00Z' });
    const owing = of({ ...trial, status: 'on_hold' }, [failed, listed({ total_amount: 0 })]);
    expect(owing).toMatchObject({
      status: 'past_due',
      trialEnd: new Date(TRIAL_END),
      debt: { since: new Date(TRIAL_END), attempts: 1, amount: 2900n },
      invoices: [{ externalId: 'pay_2', status: 'open', amountDue: 2900n }],
    });
  });
});

describe('a past-due Dodo customer', () => {
  const failures = [
    listed({ payment_id: 'pay_3', status: 'failed', created_at: '2026-02-11T22:00:00Z', total_amount: 3451 }),
    listed({ payment_id: 'pay_2', status: 'failed', created_at: '2026-02-10T10:01:00Z', total_amount: 3451 }),
    listed(),
  ];

  test('owes the renewal since the day it was due, with its tax, and keeps what was paid', () => {
    const owing = of({ status: 'on_hold' }, failures);
    expect(owing.debt).toEqual({ since: new Date(FEB), attempts: 1, invoiceExternalId: null, amount: 3451n });
    expect(covered(owing.invoices)).toEqual(['pdt_pro×1 01-10 – 02-10']);
    expect(owing.invoices.map(({ externalId, status }) => `${externalId} ${status}`).sort()).toEqual([
      'pay_1 paid',
      'pay_2 void',
      'pay_3 open',
    ]);
  });

  test('gains no time from a billing date that moved on without a payment', () => {
    const owing = of({ status: 'past_due', previous_billing_date: FEB, next_billing_date: MAR }, failures);
    expect(owing).toMatchObject({ debt: { since: new Date(FEB) }, givenUntil: null });
    expect(covered(owing.invoices)).toEqual(['pdt_pro×1 01-10 – 02-10']);
    expect(covered(of({ status: 'past_due', next_billing_date: MAR }, failures).invoices)).toEqual([
      'pdt_pro×1 01-10 – 02-10',
    ]);
  });

  test('owes nothing for a declined upgrade, and the renewal only since it was due', () => {
    const declined = listed({ payment_id: 'pay_up', status: 'failed', created_at: '2026-01-15T10:00:00Z' });
    expect(of({}, [declined, listed()])).toMatchObject({ status: 'active', debt: null });
    const later = of({ status: 'on_hold' }, [...failures.slice(0, 2), declined, listed()]);
    expect(later.debt).toMatchObject({ since: new Date(FEB), amount: 3451n });
  });

  test('owes since the day it was due, if no failed payment shows it', () => {
    expect(of({ status: 'on_hold' }).debt).toMatchObject({ since: new Date(FEB), amount: 2900n });
  });

  test('has paid nothing while the first payment is pending or failed', () => {
    expect(of({ status: 'pending' }, []).invoices).toEqual([]);
    expect(covered(of({}, [listed({ status: 'processing' })]).invoices)).toEqual([]);
    expect(covered(of({ status: 'failed' }, [listed({ status: 'failed' })]).invoices)).toEqual([]);
  });

  test.each([
    ['stay', {}],
    ['move on', { previous_billing_date: FEB, next_billing_date: MAR }],
  ])('keeps what was paid, and no more, while the renewal is with the bank and the dates %s', (_, over) => {
    const first = of();
    const underWay = listed({ payment_id: 'pay_2', status: 'processing', created_at: FEB });
    for (const known of [[], kept(first)]) {
      const snapshot = seen(over, [underWay, listed()], { known });
      const paid = [...first.invoices, ...snapshot.invoices.filter(({ externalId }) => externalId !== 'pay_1')];
      expect(covered(paid)).toEqual(['pdt_pro×1 01-10 – 02-10']);
      expect(snapshot).toMatchObject({ debt: null, givenUntil: null });
      expect(snapshot.invoices).toContainEqual(expect.objectContaining({ externalId: 'pay_2', status: 'open' }));
    }
  });
});

describe('the end of a Dodo subscription', () => {
  test.each(['cancelled', 'expired'] as const)('as scheduled leaves what was paid: %s', (status) => {
    const ended = of({ status, cancel_at_next_billing_date: true, cancelled_at: '2026-01-20T00:00:00Z' });
    expect(covered(ended.invoices)).toEqual(['pdt_pro×1 01-10 – 02-10']);
    expect(ended).toMatchObject({
      endReason: 'scheduled',
      cancelAt: new Date(FEB),
      endedAt: new Date(FEB),
    });
  });

  test('immediately is reported as such', () => {
    const now = '2026-01-20T00:00:00Z';
    expect(of({ status: 'cancelled', cancelled_at: now })).toMatchObject({
      endReason: 'immediate',
      endedAt: new Date(now),
      cancelAt: null,
    });
  });

  test('because of a failed payment is reported as such', () => {
    const failed = listed({ payment_id: 'pay_2', status: 'failed', created_at: FEB });
    expect(of({ status: 'cancelled', cancelled_at: MAR }, [failed, listed()]).endReason).toBe('unpaid');
  });

  test('after a declined upgrade is no end because of a failed payment', () => {
    const declined = listed({ payment_id: 'pay_up', status: 'failed', created_at: '2026-01-15T10:00:00Z' });
    const now = '2026-01-20T00:00:00Z';
    expect(of({ status: 'cancelled', cancelled_at: now }, [declined, listed()]).endReason).toBe('immediate');
  });

  test('that is still to come is no end yet', () => {
    expect(of({ cancel_at_next_billing_date: true })).toMatchObject({
      status: 'active',
      cancelAt: new Date(FEB),
      endReason: null,
      endedAt: null,
    });
  });
});
