import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { mergeMetadata } from '../api/metadata';
import type { ParamsOf } from '../api/params';
import type { SubscriptionItemRecord, SubscriptionScheduleRecord } from '../billing-tables';
import { boundary } from '../periods/calendar';
import { taxSetting } from '../subscriptions/create-call';
import { type ItemParams, quantityOf, recurrenceOf } from '../subscriptions/items';
import { requestedPrice } from '../subscriptions/price-params';
import type { phaseFields } from './fields';

export type PhaseRecord = SubscriptionScheduleRecord['phases'][number];
export type PhaseParams = ParamsOf<typeof phaseFields>;

const phaseItem = (
  price: string,
  quantity: number,
  metadata: Record<string, string> = {},
): PhaseRecord['items'][number] => ({
  billing_thresholds: null,
  discounts: [],
  metadata,
  plan: price,
  price,
  quantity,
  tax_rates: [],
});

/** A phase in its response form. */
export function phaseRecord(
  span: { start: number; end: number },
  items: PhaseRecord['items'],
  currency: string,
  more: Partial<PhaseRecord> = {},
): PhaseRecord {
  return {
    add_invoice_items: [],
    application_fee_percent: null,
    billing_cycle_anchor: null,
    billing_thresholds: null,
    collection_method: null,
    currency,
    default_payment_method: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    end_date: span.end,
    invoice_settings: null,
    items,
    metadata: {},
    on_behalf_of: null,
    proration_behavior: 'create_prorations',
    start_date: span.start,
    transfer_data: null,
    trial_end: null,
    ...more,
  };
}

export const asPhaseItems = (items: SubscriptionItemRecord[]): PhaseRecord['items'] =>
  items.map((item) => phaseItem(item.price.id, quantityOf(item)));

/** The items of a phase. */
export function paramsOf(ctx: StripeContext, phase: PhaseRecord): ItemParams[] {
  return phase.items.map(({ price, quantity, metadata }) => ({
    price: ctx.need(ctx.tables.prices, 'price', price, 'phases'),
    quantity: quantity ?? 1,
    metadata: metadata ?? {},
  }));
}

/**
 * The phases of a request, each starting where the previous one ends. Without an end a phase lasts one billing period.
 * @throws 400 for phases without items or out of order
 */
export function resolvePhases(
  ctx: StripeContext,
  customer: string,
  phases: PhaseParams[],
  from: number,
): PhaseRecord[] {
  let start = from;
  return phases.map((requested, index) => {
    const param = `phases[${index}]`;
    const begins = typeof requested.start_date === 'number' && index === 0 ? requested.start_date : start;
    const items = requested.items.map((item, position) => {
      const price = requestedPrice(ctx, item, `${param}[items][${position}]`, { type: 'recurring', inactive: true });
      return { ...phaseItem(price.id, item.quantity ?? 1, mergeMetadata(null, item.metadata)), of: price };
    });
    const [first] = items;
    if (!first) throw invalidRequest(`Missing required param: ${param}[items].`, { code: 'parameter_missing', param });
    checkPlayed(ctx, customer, requested, index);
    const end = endOf(requested, begins, recurrenceOf({ price: first.of }), ctx.now());
    if (end <= begins) {
      throw invalidRequest('The phase’s end_date must be after its start_date.', { param: `${param}[end_date]` });
    }
    start = end;
    return phaseRecord(
      { start: begins, end },
      items.map(({ of: _, ...item }) => item),
      first.of.currency,
      {
        ...(requested.automatic_tax ? { automatic_tax: taxSetting(requested.automatic_tax.enabled) } : {}),
        billing_cycle_anchor: requested.billing_cycle_anchor ?? null,
        collection_method: requested.collection_method ?? null,
        default_payment_method: requested.default_payment_method ?? null,
        description: requested.description ?? null,
        discounts: (requested.discounts ?? []).map((it) => ({
          coupon: it.coupon ?? null,
          discount: it.discount ?? null,
          promotion_code: it.promotion_code ?? null,
        })),
        invoice_settings: dueIn(requested.invoice_settings?.days_until_due),
        // An empty value is kept: it removes the key when the phase starts.
        metadata: requested.metadata ?? {},
        proration_behavior: requested.proration_behavior ?? 'create_prorations',
        ...(requested.trial ? { trial: true } : {}),
        trial_end: typeof requested.trial_end === 'number' ? requested.trial_end : requested.trial ? end : null,
      },
    );
  });
}

/** @throws 400 for a trial that starts in a later phase, and for a phase that excludes the customer's discount */
function checkPlayed(ctx: StripeContext, customer: string, requested: PhaseParams, index: number): void {
  const param = `phases[${index}]`;
  if (index > 0 && (requested.trial || requested.trial_end !== undefined)) {
    throw invalidRequest('The sandbox does not play a trial that begins in a later phase.', {
      code: 'sandbox_unsupported',
      param: `${param}[trial_end]`,
    });
  }
  if (requested.discounts !== null || !ctx.tables.customers.get(customer)?.discount) return;
  throw invalidRequest('The sandbox does not play a phase that takes no discount of its customer.', {
    code: 'sandbox_unsupported',
    param: `${param}[discounts]`,
  });
}

/** Days until an invoice is due, in a phase's own settings; null if not set. */
const dueIn = (days: number | undefined): PhaseRecord['invoice_settings'] =>
  days === undefined
    ? null
    : {
        account_tax_ids: null,
        custom_fields: null,
        days_until_due: days,
        description: null,
        footer: null,
        issuer: null,
      };

function endOf(
  requested: PhaseParams,
  start: number,
  natural: { interval: string; interval_count: number },
  now: number,
): number {
  if (requested.end_date === 'now') return now;
  if (requested.end_date !== undefined) return requested.end_date;
  const { duration } = requested;
  const span = duration ? { interval: duration.interval, interval_count: duration.interval_count ?? 1 } : natural;
  return boundary(start, span, requested.iterations ?? 1);
}
