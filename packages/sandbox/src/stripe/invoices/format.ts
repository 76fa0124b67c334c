import type { StripeContext } from '../api/context';
import { decimals } from '../api/currencies';
import type { PriceRecord } from '../api/tables';

const formats = new Map<string, Intl.NumberFormat>();

/** Cached: creating a formatter costs more than a thousand uses of it. */
function formatOf(currency: string, whole: boolean): Intl.NumberFormat {
  const key = `${currency} ${whole}`;
  const digits = whole ? decimals(currency) : 10;
  const options = {
    style: 'currency',
    currency: currency.toUpperCase(),
    minimumFractionDigits: decimals(currency),
    maximumFractionDigits: digits,
  } as const;
  const format = formats.get(key) ?? new Intl.NumberFormat('en-US', options);
  formats.set(key, format);
  return format;
}

/** An amount in minor units, formatted like in Stripe's descriptions: `$10.00`, `€0.005`, `¥500`. */
export function money(amount: number | string, currency: string): string {
  const value = Number(amount);
  return formatOf(currency, Number.isInteger(value)).format(value / 10 ** decimals(currency));
}

/** `month`, or `every 3 months`. */
export function every({ interval, interval_count }: { interval: string; interval_count: number }): string {
  return interval_count === 1 ? interval : `every ${interval_count} ${interval}s`;
}

/** `11 Mar 2026`, UTC. */
export function day(time: number): string {
  const date = new Date(time * 1000);
  const month = date.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' });
  return `${date.getUTCDate()} ${month} ${date.getUTCFullYear()}`;
}

export function productName(ctx: StripeContext, price: PriceRecord): string {
  return ctx.tables.products.get(price.product)?.name ?? price.nickname ?? price.product;
}

function counted(ctx: StripeContext, price: PriceRecord, quantity: number): string {
  const unit = ctx.tables.products.get(price.product)?.unit_label;
  return `${quantity}${unit ? ` ${unit}` : ''} × ${productName(ctx, price)}`;
}

/** `1 × Pro (at $20.00 / month)`. */
export function planLabel(ctx: StripeContext, price: PriceRecord, quantity: number): string {
  const unit = price.unit_amount_decimal;
  const rate = price.recurring ? ` / ${every(price.recurring)}` : '';
  if (unit === null) return `${counted(ctx, price, quantity)}`;
  return `${counted(ctx, price, quantity)} (at ${money(unit, price.currency)}${rate})`;
}

/** `Free trial for 1 × Pro`. */
export const trialLabel = (ctx: StripeContext, price: PriceRecord, quantity: number): string =>
  `Free trial for ${counted(ctx, price, quantity)}`;

/** `Unused time on Pro after 11 Mar 2026`. A quantity above one is included. */
export function prorationWords(
  ctx: StripeContext,
  kind: 'Unused' | 'Remaining',
  price: PriceRecord,
  quantity: number,
  at: number,
): string {
  const name = quantity === 1 ? productName(ctx, price) : counted(ctx, price, quantity);
  return `${kind} time on ${name} after ${day(at)}`;
}
