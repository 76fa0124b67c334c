import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coverageOf } from '@/lib/billing/access/coverage';
import { toInvoices } from '@/lib/billing/providers/stripe/invoice';
import type { SubscriptionShape } from '@/lib/billing/providers/stripe/shapes';
import { FEB, invoice, JAN, line, MAR, subscription, unix } from './stripe-objects';

const DAY = 86_400;
const MID_JAN = unix('2026-01-25T10:00:00Z');
const NEXT_YEAR = unix('2027-01-10T10:00:00Z');
/** Until when Stripe's invoices are paid for, in Unix seconds. */
function paidUntil(raw: SubscriptionShape, invoices: ReturnType<typeof invoice>[]): number | null {
  const paid = toInvoices(invoices, raw, 'usd').filter(({ status }) => status === 'paid');
  const { spans } = coverageOf(
    paid.map(({ lines, ...facts }) => ({
      ...facts,
      standing: 'clear',
      lines: lines.filter(({ kind }) => kind !== 'one_time').map((one) => ({ ...one, sku: 'pro_month' })),
    })),
  );
  return spans.length === 0 ? null : Math.max(...spans.map(({ until }) => until.getTime() / 1000));
}
const of = (...invoices: ReturnType<typeof invoice>[]) => paidUntil(subscription(), invoices);
const paid = (created: number, ...lines: ReturnType<typeof line>[]) =>
  invoice({ id: `in_${created}`, created, lines: { data: lines } });

describe('a Stripe customer has paid until', () => {
  test('never, before anything was paid', () => expect(of()).toBeNull());
  test('the end of the month that was paid', () => expect(of(paid(JAN, line(2900, JAN, FEB)))).toBe(FEB));
  test('the end of the paid month, even though the period has moved on to one that failed', () => {
    expect(of({ ...paid(FEB, line(2900, FEB, MAR)), status: 'open' }, paid(JAN, line(2900, JAN, FEB)))).toBe(FEB);
  });
  test.each(['void', 'uncollectible', 'draft'])('not the month whose invoice is %s', (status) => {
    expect(of({ ...paid(FEB, line(2900, FEB, MAR)), status }, paid(JAN, line(2900, JAN, FEB)))).toBe(FEB);
  });
  test('the end of a month that a coupon paid in full', () => expect(of(paid(JAN, line(0, JAN, FEB)))).toBe(FEB));
  test.each([
    ['in_a', 'in_b'],
    ['in_b', 'in_a'],
  ])('what was left after seats were added and removed within one second, as %s and %s', (more, fewer) => {
    const bought = { ...paid(MID_JAN, line(50_000, MID_JAN, FEB, true)), id: more };
    const credited = { ...paid(MID_JAN, line(-50_000, MID_JAN, FEB, true)), id: fewer };
    expect(of(credited, bought, paid(JAN, line(2900, JAN, MID_JAN)))).toBe(MID_JAN);
  });
  test('the end of the year, after changing from monthly to yearly', () => {
    const change = paid(MID_JAN, line(-1400, MID_JAN, FEB, true), line(29000, MID_JAN, NEXT_YEAR, true));
    expect(of(change, paid(JAN, line(2900, JAN, FEB)))).toBe(NEXT_YEAR);
  });
  test('the end of the month, after changing from yearly to monthly', () => {
    const change = paid(MID_JAN, line(-28000, MID_JAN, NEXT_YEAR, true), line(900, MID_JAN, FEB, true));
    expect(of(change, paid(JAN, line(29000, JAN, NEXT_YEAR)))).toBe(FEB);
  });
  test('the moment of the change, when only a credit was created', () => {
    expect(of(paid(MID_JAN, line(-1400, MID_JAN, FEB, true)), paid(JAN, line(2900, JAN, FEB)))).toBe(MID_JAN);
  });
  test('the end of the new month, when prorations wait for its invoice', () => {
    const renewal = paid(FEB, line(-1400, MID_JAN, FEB, true), line(2400, MID_JAN, FEB, true), line(4900, FEB, MAR));
    expect(of(renewal, paid(JAN, line(2900, JAN, FEB)))).toBe(MAR);
  });
  test('the month, whatever period a product sold alongside it has', () => {
    const related = {
      amount: 500,
      period: { start: JAN, end: NEXT_YEAR },
      parent: {
        type: 'invoice_item_details',
        subscription_item_details: null,
        invoice_item_details: { invoice_item: 'ii_1', proration: false, proration_details: null, subscription: null },
      },
    } as const;
    expect(of(paid(JAN, line(2900, JAN, FEB), related))).toBe(FEB);
  });
  test('nothing through the line of a trial, which sells nothing', () => {
    const trial = subscription({ trial_start: JAN, trial_end: JAN + 5 * DAY });
    const unpaid = { ...paid(JAN + 5 * DAY, line(2900, JAN + 5 * DAY, FEB)), status: 'open' };
    expect(paidUntil(trial, [unpaid, paid(JAN, line(0, JAN, JAN + 14 * DAY))])).toBeNull();
  });
});

test('the order in which Stripe lists invoices does not matter', () => {
  const invoices = [
    paid(JAN, line(29000, JAN, NEXT_YEAR)),
    paid(MID_JAN, line(-28000, MID_JAN, NEXT_YEAR, true), line(900, MID_JAN, FEB, true)),
    paid(FEB, line(900, FEB, MAR)),
    { ...paid(MAR, line(900, MAR, NEXT_YEAR)), status: 'open' },
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(invoices, { minLength: invoices.length }), (shuffled) => {
      expect(of(...shuffled)).toBe(MAR);
    }),
  );
});
