import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Item, quote, type Reduction, spread, sum } from '../../src/dodo/money/quote';

const item: fc.Arbitrary<Item> = fc.record({
  itemId: fc.constantFrom('a', 'b', 'c'),
  kind: fc.constant('product' as const),
  name: fc.constant(null),
  description: fc.constant(null),
  quantity: fc.integer({ min: 1, max: 20 }),
  unitPrice: fc.integer({ min: 0, max: 1_000_000 }),
  factor: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
  taxInclusive: fc.boolean(),
  taxRate: fc.constantFrom(0, 700, 1900, 2550),
});

const reduction: fc.Arbitrary<Reduction> = fc.record({
  discountId: fc.constant('d'),
  kind: fc.constantFrom('percentage' as const, 'flat' as const),
  amount: fc.integer({ min: 1, max: 10_000 }),
  most: fc.option(fc.integer({ min: 0, max: 5000 })),
  only: fc.subarray(['a', 'b', 'c']),
});

test('the lines of any order add up to its total, which is never negative', () => {
  fc.assert(
    fc.property(
      fc.array(item, { maxLength: 6 }),
      fc.array(reduction, { maxLength: 3 }),
      fc.integer({ min: 0, max: 100_000 }),
      (items, reductions, credit) => {
        const price = quote(items, reductions, credit);
        expect(sum(price.lines.map((line) => line.amount + line.tax))).toBe(price.total);
        expect(sum(price.lines.map((line) => line.tax))).toBe(price.tax);
        expect(sum(price.lines.map((line) => line.subtotal))).toBe(price.subtotal);
        expect(sum(price.lines.map((line) => line.discount))).toBe(price.discount);
        expect(sum(price.lines.map((line) => line.credit))).toBe(price.creditUsed);
        expect(price.creditUsed).toBeLessThanOrEqual(credit);
        for (const line of price.lines) {
          expect(Math.min(line.amount, line.tax, line.discount, line.credit)).toBeGreaterThanOrEqual(0);
          const charged = line.subtotal - line.discount - line.credit;
          // A tax-inclusive price stays the same including tax; a tax-exclusive one stays the same before tax.
          expect(line.taxInclusive ? line.amount + line.tax : line.amount).toBe(charged);
        }
      },
    ),
  );
});

test('the parts add up to the total, and no part gets more than its share', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (weights, share) => {
        const total = Math.floor(sum(weights) * share);
        const parts = spread(total, weights);
        expect(sum(parts)).toBe(total);
        parts.forEach((part, i) => {
          expect(part).toBeLessThanOrEqual(weights[i] ?? 0);
        });
      },
    ),
  );
});
