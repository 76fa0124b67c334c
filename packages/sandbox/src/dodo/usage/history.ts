import { z } from 'zod';
import { moment } from '../api/fields';
import { page, pageQuery } from '../api/page';
import type { Dodo } from '../dodo';
import type { SubscriptionRecord } from '../records/subscription';
import { stamp } from '../time/stamp';
import { meterUses } from './charge';

export const usageHistoryQuery = pageQuery.extend({
  start_date: moment.optional(),
  end_date: moment.optional(),
  meter_id: z.string().optional(),
});

/** Usage per billing period, newest first: the current one, then every renewed period. */
export function usageHistory(dodo: Dodo, row: SubscriptionRecord, query: z.output<typeof usageHistoryQuery>) {
  const earlier = dodo.tables.payments
    .by('subscription', row.id)
    .flatMap(({ purpose, retryAttempt }) =>
      purpose.kind === 'renewal' && retryAttempt === 0 ? [purpose.periodStart] : [],
    );
  const starts = [...new Set([row.previousBillingMs, ...earlier, row.createdMs])].sort((a, b) => b - a);
  const periods = starts.map((start, i) => ({ start, end: i === 0 ? row.nextBillingMs : (starts[i - 1] ?? start) }));
  const within = ({ start, end }: { start: number; end: number }) =>
    (query.start_date === undefined || end > query.start_date) &&
    (query.end_date === undefined || start < query.end_date);
  return page(periods, query, within, ({ start, end }) => ({
    start_date: stamp(start),
    end_date: stamp(end),
    meters: meterUses(dodo, row, start, end)
      .filter((use) => query.meter_id === undefined || use.meter.id === query.meter_id)
      .map((use) => ({
        id: use.meter.id,
        chargeable_units: String(use.chargeable),
        consumed_units: String(use.consumed),
        currency: row.currency,
        free_threshold: use.freeThreshold,
        name: use.meter.name,
        price_per_unit: use.pricePerUnit,
        total_price: use.price,
      })),
  }));
}
