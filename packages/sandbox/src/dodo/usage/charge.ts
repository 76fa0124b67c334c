import type { Dodo } from '../dodo';
import { need } from '../dodo';
import type { Item } from '../money/quote';
import { taxRate } from '../money/tax';
import type { SubscriptionRecord } from '../records/subscription';
import type { MeterRecord, UsageEventRecord } from '../records/usage';
import { passes } from './filter';

/** A customer's usage of one meter in a period. */
export interface MeterUse {
  meter: MeterRecord;
  consumed: number;
  chargeable: number;
  freeThreshold: number;
  pricePerUnit: string;
  /** Minor units, rounded half up. */
  price: number;
}

/** Usage of a subscription's meters from `from` (inclusive) to `to` (exclusive), in unix milliseconds. */
export function meterUses(dodo: Dodo, row: SubscriptionRecord, from: number, to: number): MeterUse[] {
  return row.plan.meters.map(({ meterId, freeThreshold, pricePerUnit }) => {
    const meter = need(dodo.tables.meters, meterId);
    const events = dodo.tables.usage
      .by('customerEvent', `${row.customerId}/${meter.eventName}`)
      .filter((event) => event.atMs >= from && event.atMs < to && passes(meter.filter, event.metadata ?? {}));
    const consumed = aggregate(meter, events);
    const chargeable = Math.max(0, consumed - freeThreshold);
    const price = Math.round(chargeable * Number(pricePerUnit ?? 0));
    return { meter, consumed, chargeable, freeThreshold, pricePerUnit: pricePerUnit ?? '0', price };
  });
}

/** The usage of the period that ends now, as items of the renewal. */
export function meterItems(dodo: Dodo, row: SubscriptionRecord): Item[] {
  if (row.plan.meters.length === 0) return [];
  const rate = taxRate(row.billing, row.taxId);
  return meterUses(dodo, row, row.previousBillingMs, row.nextBillingMs)
    .filter((use) => use.price > 0)
    .map(({ meter, chargeable, price }) => ({
      itemId: meter.id,
      kind: 'meter' as const,
      name: meter.name,
      description: `${chargeable} ${meter.measurementUnit}`,
      quantity: 1,
      unitPrice: price,
      factor: 1,
      taxInclusive: row.plan.taxInclusive,
      taxRate: rate,
    }));
}

/** Events are sorted newest first, so the first one is the last. */
function aggregate(meter: MeterRecord, events: UsageEventRecord[]): number {
  const { type, key } = meter.aggregation;
  if (type === 'count') return events.length;
  const values = events.map((event) => ({ at: event.atMs, value: Number(event.metadata?.[key ?? ''] ?? 0) || 0 }));
  if (type === 'sum') return values.reduce((total, { value }) => total + value, 0);
  if (type === 'max') return values.reduce((most, { value }) => Math.max(most, value), 0);
  return values.reduce((last, next) => (next.at > last.at ? next : last), { at: -1, value: 0 }).value;
}
