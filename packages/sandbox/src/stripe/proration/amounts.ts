/**
 * Rounds a fraction to the nearest integer, ties away from zero (how Stripe rounds ties is unconfirmed,
 * docs/providers/stripe.md#plan-changes).
 */
export function nearest(numerator: bigint, denominator: bigint): number {
  const negative = numerator < 0n !== denominator < 0n;
  const top = numerator < 0n ? -numerator : numerator;
  const bottom = denominator < 0n ? -denominator : denominator;
  const rounded = (top * 2n + bottom) / (bottom * 2n);
  return Number(negative ? -rounded : rounded);
}

/** `amount × part / whole`, in minor units, rounded to the nearest. */
export function share(amount: number, part: number, whole: number): number {
  if (whole === 0) return amount;
  return nearest(BigInt(amount) * BigInt(part), BigInt(whole));
}

/** `amount × percent / 100` for a percentage with at most six decimals. */
export function percentOf(amount: number, percent: number): number {
  return nearest(BigInt(amount) * BigInt(Math.round(percent * 1_000_000)), 100_000_000n);
}

/** A decimal such as `"0.5"` times a whole quantity, in minor units. */
export function times(decimal: string, quantity: number): number {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal);
  if (!match) throw new RangeError(`Not a decimal: ${decimal}`);
  const fraction = match[3] ?? '';
  const digits = BigInt(`${match[1] ?? ''}${match[2] ?? ''}${fraction}`);
  return nearest(digits * BigInt(quantity), 10n ** BigInt(fraction.length));
}

/**
 * Distributes a fixed discount over lines proportionally: shares are rounded down, the remainder goes to the last line.
 * 500 over 1000 and 2000 gives 166 and 334 (docs/providers/stripe.md#plan-changes). Never more than the lines' total.
 */
export function spread(discount: number, amounts: number[]): number[] {
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  const off = Math.min(discount, total);
  if (total <= 0) return amounts.map(() => 0);
  let left = off;
  return amounts.map((amount, index) => {
    const part = index === amounts.length - 1 ? left : Number((BigInt(off) * BigInt(amount)) / BigInt(total));
    left -= part;
    return part;
  });
}
