/** One item to charge, before discounts and tax. Amounts in minor units, rates in basis points. */
export interface Item {
  itemId: string;
  kind: 'product' | 'addon' | 'meter';
  name: string | null;
  description: string | null;
  quantity: number;
  unitPrice: number;
  /** Share of the unit price that is charged: 1, unless a plan change prorates it. */
  factor: number;
  taxInclusive: boolean;
  taxRate: number;
}

/** A priced item. `amount` is net of discount, credit and tax; the customer pays `amount + tax`. */
export interface Line extends Item {
  subtotal: number;
  discount: number;
  credit: number;
  amount: number;
  tax: number;
  /** Refunded amount, including pending refunds and tax. */
  refunded: number;
}

/** A discount as the calculation needs it. */
export interface Reduction {
  discountId: string;
  kind: 'percentage' | 'flat';
  /** Basis points for a percentage, minor units for a flat discount. */
  amount: number;
  /** Maximum total discount in minor units; null: no limit. */
  most: number | null;
  /** Ids of the items it applies to; empty: all. */
  only: string[];
}

export interface Quote {
  lines: Line[];
  subtotal: number;
  discount: number;
  /** Credit that was used, in the same units as the prices. */
  creditUsed: number;
  tax: number;
  total: number;
}

/** Prices items: discounts in order, then credit, then tax per line. The lines always add up to the total. */
export function quote(items: Item[], reductions: Reduction[] = [], credit = 0): Quote {
  const subtotals = items.map((item) => Math.round(item.unitPrice * item.quantity * item.factor));
  const discounts = subtotals.map(() => 0);
  const left = (i: number): number => (subtotals[i] ?? 0) - (discounts[i] ?? 0);
  for (const reduction of reductions) {
    const base = items.map((item, i) => (reduction.only.length && !reduction.only.includes(item.itemId) ? 0 : left(i)));
    const off = spread(offOf(reduction, sum(base)), base);
    off.forEach((part, i) => {
      discounts[i] = (discounts[i] ?? 0) + part;
    });
  }
  const remaining = subtotals.map((_, i) => left(i));
  const creditUsed = Math.min(credit, sum(remaining));
  const credits = spread(creditUsed, remaining);
  const lines = items.map((item, i) => line(item, subtotals[i] ?? 0, discounts[i] ?? 0, credits[i] ?? 0));
  const tax = sum(lines.map((each) => each.tax));
  return {
    lines,
    subtotal: sum(subtotals),
    discount: sum(discounts),
    creditUsed,
    tax,
    total: sum(lines.map((each) => each.amount)) + tax,
  };
}

function line(item: Item, subtotal: number, discount: number, credit: number): Line {
  const charged = subtotal - discount - credit;
  const tax = item.taxInclusive
    ? charged - Math.round((charged * 10_000) / (10_000 + item.taxRate))
    : Math.round((charged * item.taxRate) / 10_000);
  return { ...item, subtotal, discount, credit, tax, amount: item.taxInclusive ? charged - tax : charged, refunded: 0 };
}

function offOf(reduction: Reduction, base: number): number {
  const wanted = reduction.kind === 'flat' ? reduction.amount : Math.round((base * reduction.amount) / 10_000);
  return Math.min(wanted, base, reduction.most ?? wanted);
}

/** Splits `total` among the parts in proportion to their weights. The largest remainders get the leftover units. */
export function spread(total: number, weights: number[]): number[] {
  const all = sum(weights);
  if (total <= 0 || all <= 0) return weights.map(() => 0);
  const exact = weights.map((weight) => (total * weight) / all);
  const parts = exact.map(Math.floor);
  const order = exact.map((share, i) => ({ i, rest: share - Math.floor(share) })).sort((a, b) => b.rest - a.rest);
  for (let odd = total - sum(parts), k = 0; odd > 0 && k < order.length; odd -= 1, k += 1) {
    const i = order[k]?.i ?? 0;
    parts[i] = (parts[i] ?? 0) + 1;
  }
  return parts;
}

export function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
