import { describe, expect, test } from 'vitest';
import { causeText } from '@/lib/operators/change-cause';
import { changeText } from '@/lib/operators/change-text';

const subscription = { provider: 'stripe', mode: 'sandbox', currency: 'USD' } as const;
const item = (priceExternalId: string, quantity: number, amount: string) => ({
  ...{ externalId: `si_${priceExternalId}`, priceExternalId, productExternalId: null, quantity, amount },
  interval: { unit: 'month', count: 1 },
});
const items = (...list: object[]) => JSON.stringify(list);
const skus = new Map([
  ['price_s', 'starter_month'],
  ['price_p', 'pro_month'],
]);

describe('a change of a subscription', () => {
  test('begins with the plan, names the items by what they sell, and shows money and dates as people read them', () => {
    const diff = {
      amount: ['900', '2900'],
      items: [items(item('price_s', 1, '900')), items(item('price_p', 2, '2900'))],
      quantity: [1, 2],
      paidUntil: [null, '2027-04-01T12:00:00.000Z'],
      coverage: ['[{"sku":"starter_month"}]', '[]'],
      sku: ['starter_month', 'pro_month'],
    };
    expect(changeText({ from: 'active', to: 'active', diff, subscription }, skus)).toBe(
      'sku starter_month → pro_month · active · items Starter (monthly) × 1 → Pro (monthly) × 2 · quantity 1 → 2 · amount $9.00 → $29.00 · paidUntil – → 2027-04-01 12:00:00 · coverage changed',
    );
  });

  test('names only the items that changed, and a price that isn’t ours by its id', () => {
    const kept = item('price_s', 1, '900');
    const diff = { status: ['past_due', 'active'], items: [items(kept), items(kept, item('price_x', 3, '100'))] };
    expect(changeText({ from: 'past_due', to: 'active', diff, subscription }, skus)).toBe(
      'past_due → active · items – → price_x × 3',
    );
  });

  test('tells a discount by the amounts, and what it can’t read without failing', () => {
    const tell = (diff: object) => changeText({ from: null, to: 'active', diff: { ...diff }, subscription }, skus);
    expect(tell({ items: [items(item('price_s', 1, '900')), items(item('price_s', 1, '450'))] })).toBe(
      'new → active · items Starter (monthly) × 1 $9.00 → Starter (monthly) × 1 $4.50',
    );
    expect(tell({ items: ['[{"old":1}]', '[]'] })).toBe('new → active · items changed');
    expect(tell({ sku: 'pro_month' })).toBe('new → active');
  });

  test('says that a cancellation was undone, but not of one that took effect', () => {
    const diff = { cancelAt: ['2027-02-09T12:00:00.000Z', null] };
    const tell = (to: 'active' | 'ended') => changeText({ from: 'active', to, diff, subscription }, skus);
    expect(tell('active')).toBe('active · cancelAt 2027-02-09 12:00:00 → – (cancellation undone)');
    expect(tell('ended')).toBe('active → ended · cancelAt 2027-02-09 12:00:00 → –');
  });

  test.each([
    ['event:1', 'webhook from Stripe'],
    ['checkout:1', 'checkout'],
    ['operation:1', 'operation by the customer'],
    ['operation:2', 'operation by an operator'],
    ['operation:3', 'operation by the app'],
    ['admin:1', 'operator'],
    ['command line', 'operator on the command line'],
    ['reconcile:1', 'reconciliation'],
    ['mail:card-expiring', 'mail:card-expiring'],
  ])('caused by %s was caused by: %s', (cause, said) => {
    const actors = new Map([
      ['1', 'user:7'],
      ['2', 'admin:7'],
      ['3', 'system:event:7'],
    ]);
    expect(causeText(cause, 'stripe', actors)).toBe(said);
  });
});
