import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  coverageOf,
  isTakenBack,
  type PaidInvoice,
  type PaymentStanding,
  type PlanLine,
} from '@/lib/billing/access/coverage';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const day = (count: number) => new Date(START + count * DAY);
const line = (sku: string, quantity: number, amount: number, from: number, until: number): PlanLine => ({
  sku,
  quantity,
  amount: BigInt(amount),
  from: day(from),
  until: day(until),
});
const invoice = (id: string, on: number, lines: PlanLine[], over: Partial<PaidInvoice> = {}): PaidInvoice => ({
  externalId: id,
  createdAt: day(on),
  standing: 'clear',
  total: lines.reduce((sum, { amount }) => sum + amount, 0n),
  balanceUsed: 0n,
  lines,
  ...over,
});
/** What is open on a day, as `sku × seats` with the invoices it is based on. */
const openOn = (on: number, invoices: PaidInvoice[]) =>
  coverageOf(invoices)
    .spans.filter(({ from, until, standing }) => from <= day(on) && day(on) < until && !isTakenBack(standing))
    .map(({ sku, quantity, invoices: ids }) => `${sku} × ${quantity} (${ids.join(' + ')})`);

const year = invoice('year', 0, [line('starter_year', 1, 9000, 0, 365)]);
const upgrade = invoice('upgrade', 10, [line('starter_year', 1, -8753, 10, 365), line('pro_year', 1, 28205, 10, 365)]);
const seats = invoice('seats', 20, [line('pro_year', 1, -27410, 20, 365), line('pro_year', 5, 137050, 20, 365)]);

describe('what a payment pays for', () => {
  test('a month', () =>
    expect(openOn(5, [invoice('month', 0, [line('pro_month', 1, 2900, 0, 31)])])).toEqual(['pro_month × 1 (month)']));
  test('an upgrade is based on its own money and on the credit it used', () => {
    expect(openOn(15, [year, upgrade])).toEqual(['pro_year × 1 (upgrade + year)']);
    expect(openOn(5, [year, upgrade])).toEqual(['starter_year × 1 (year)']);
  });
  test('more seats are based on everything they were built on', () => {
    expect(openOn(25, [seats, upgrade, year])).toEqual(['pro_year × 5 (seats + upgrade + year)']);
  });
  test('the credited part of a payment is reported, so that it is not refunded as well', () => {
    expect([...coverageOf([year, upgrade, seats]).credited]).toEqual([
      ['year', 8753n],
      ['upgrade', 27410n],
    ]);
  });
});

describe('a refund closes what that payment covers', () => {
  const refunded = (it: PaidInvoice): PaidInvoice => ({ ...it, standing: 'refunded' });
  test('the upgrade refunded, the plan before it is restored to its end', () => {
    const invoices = [year, refunded(upgrade)];
    expect(openOn(15, invoices)).toEqual(['starter_year × 1 (year)']);
    expect(openOn(300, invoices)).toEqual(['starter_year × 1 (year)']);
    expect(coverageOf(invoices).credited.size).toBe(0);
  });
  test('the seats refunded, one seat is left', () => {
    expect(openOn(25, [year, upgrade, refunded(seats)])).toEqual(['pro_year × 1 (upgrade + year)']);
  });
  test('the first payment refunded, everything that was built on it closes with it', () => {
    expect(openOn(25, [refunded(year), upgrade, seats])).toEqual([]);
  });
  test('the payment in the middle refunded, what came before it is restored', () => {
    expect(openOn(25, [year, refunded(upgrade), seats])).toEqual(['starter_year × 1 (year)']);
  });
  test('last month refunded, this month is still paid', () => {
    const [one, two] = [
      invoice('one', 0, [line('pro_month', 1, 2900, 0, 31)]),
      invoice('two', 31, [line('pro_month', 1, 2900, 31, 59)]),
    ];
    expect(openOn(40, [refunded(one), two])).toEqual(['pro_month × 1 (two)']);
  });
  test('a month paid from the credit of a year closes with the year', () => {
    const year = invoice('year', 0, [line('pro_year', 1, 29000, 0, 365)]);
    const change = invoice('change', 10, [line('pro_year', 1, -28205, 10, 365), line('pro_month', 1, 2900, 10, 41)]);
    const month = invoice('month', 41, [line('pro_month', 1, 2900, 41, 69)], { balanceUsed: 2900n });
    expect(openOn(50, [year, change, month])).toEqual(['pro_month × 1 (month + year)']);
    expect(openOn(50, [refunded(year), change, month])).toEqual([]);
  });
});

describe('whatever happens to a chain of upgrades', () => {
  const standing = fc.constantFrom<PaymentStanding>('clear', 'disputed', 'refunded', 'charged_back');
  /** A yearly plan, then changes of seats, each crediting the one before, as both providers bill them. */
  const chain = fc
    .array(fc.record({ seats: fc.integer({ min: 1, max: 60 }), after: fc.integer({ min: 1, max: 40 }) }), {
      minLength: 1,
      maxLength: 6,
    })
    .map((steps) => {
      let on = 0;
      let before: { seats: number } | null = null;
      return steps.map(({ seats, after }, index) => {
        on += index === 0 ? 0 : after;
        const price = (count: number) => Math.round((count * 29000 * (365 - on)) / 365);
        const credit = before === null ? [] : [line('pro_year', before.seats, -price(before.seats), on, 365)];
        before = { seats };
        return invoice(`in_${index}`, on, [...credit, line('pro_year', seats, price(seats), on, 365)]);
      });
    });

  test('what is open is never worth more than the money kept for it', () => {
    fc.assert(
      fc.property(chain, fc.array(standing, { minLength: 6, maxLength: 6 }), (invoices, standings) => {
        const now = 300;
        const all = invoices.map((one, index) => ({ ...one, standing: standings[index] ?? 'clear' }));
        const kept = all
          .filter(({ standing }) => !isTakenBack(standing))
          .reduce((sum, { total }) => sum + (total > 0n ? total : 0n), 0n);
        const open = coverageOf(all).spans.filter(({ until, standing }) => day(now) < until && !isTakenBack(standing));
        expect(open.length).toBeLessThanOrEqual(1);
        for (const span of open) {
          const sold = all.find(({ externalId }) => externalId === span.invoices[0])?.lines.at(-1)?.amount ?? 0n;
          // To the cent that each change of seats may be rounded by.
          expect(sold).toBeLessThanOrEqual(kept + BigInt(all.length));
          expect(
            all
              .filter(({ externalId }) => span.invoices.includes(externalId))
              .every(({ standing }) => !isTakenBack(standing)),
          ).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('a refund never opens more', () => {
    const seatsOpen = (invoices: PaidInvoice[]) =>
      coverageOf(invoices).spans.filter(({ until, standing }) => day(300) < until && !isTakenBack(standing));
    fc.assert(
      fc.property(
        chain,
        fc.nat(5),
        fc.constantFrom<PaymentStanding>('disputed', 'refunded', 'charged_back'),
        (invoices, which, what) => {
          const before = seatsOpen(invoices);
          const after = seatsOpen(invoices.map((one, index) => (index === which ? { ...one, standing: what } : one)));
          const rests = new Set(before.flatMap(({ invoices: ids }) => ids));
          for (const span of after) expect(span.invoices.every((id) => rests.has(id))).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
