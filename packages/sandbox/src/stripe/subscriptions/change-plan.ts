import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import type { CustomerRecord, PriceRecord } from '../api/tables';
import type { Debit, InvoiceItemRecord, SubscriptionItemRecord, SubscriptionRecord } from '../billing-tables';
import type { LineDraft } from '../invoices/line';
import { type Period, periodAt } from '../periods/calendar';
import { endOf, itemList, newItem, recurrenceOf, sharedPlan } from './items';
import { itemLine } from './lines';
import { prorate } from './prorate';

/** An item after the change: with the id of an existing one it is changed, otherwise added. */
export interface ItemChange {
  id?: string | undefined;
  price?: PriceRecord | undefined;
  quantity?: number | undefined;
  deleted?: boolean | undefined;
  metadata?: Record<string, string> | undefined;
  discounts?: string[] | undefined;
}

export interface ChangeRequest {
  items: ItemChange[];
  proration: 'always_invoice' | 'create_prorations' | 'none';
  /** Proration time, unix seconds. */
  date: number;
  resetAnchor: boolean;
  trialEnd?: 'now' | number | undefined;
}

/** The result of a change. Nothing is stored. */
export interface ChangePlan {
  next: SubscriptionRecord;
  /** Credits and debits for the current period, as invoice items. */
  prorations: InvoiceItemRecord[];
  /** Per item: the debits that are credited, and the new debit. */
  ledger: { item: string; debit: Debit | null }[];
  /** Periods that start now and are billed in full. */
  lines: LineDraft[];
  /** It is billed now, not with the next renewal. */
  invoiceNow: boolean;
}

export type Mode = 'change' | 'restart' | 'trial' | 'in_trial';

/** An item before and after a change; null if it doesn't exist. */
export interface Pair {
  before: SubscriptionItemRecord | null;
  after: SubscriptionItemRecord | null;
}

/** Calculates a change of items, anchor or trial. Used by both previews and updates. */
export function planChange(
  ctx: StripeContext,
  subscription: SubscriptionRecord,
  customer: CustomerRecord,
  request: ChangeRequest,
): ChangePlan {
  const now = ctx.now(customer.id);
  const mode = modeOf(subscription, request);
  checkDate(subscription, request, mode, now);
  const trialEnd = typeof request.trialEnd === 'number' ? request.trialEnd : subscription.trial_end;
  const restarts = mode === 'restart';
  const trials = mode === 'trial' || (mode === 'in_trial' && typeof request.trialEnd === 'number');
  const anchor = restarts ? now : trials && trialEnd !== null ? trialEnd : subscription.billing_cycle_anchor;
  const kept = pairsOf(subscription, request, now).map(({ before, after }) => {
    const period = after && periodOf({ before, after, mode, anchor, trialEnd, request, now });
    return { before, after: after && period ? { ...after, ...asPeriod(period) } : after };
  });
  const items = kept.flatMap(({ after }) => (after ? [after] : []));
  const next: SubscriptionRecord = {
    ...subscription,
    billing_cycle_anchor: anchor,
    items: itemList(subscription.id, items),
    // "At the end of the period" means the period after the change.
    ...(subscription.cancel_at_period_end ? { cancel_at: endOf(items) } : {}),
    ...(mode === 'trial' ? { status: 'trialing' as const, trial_start: now } : {}),
    ...(trials ? { trial_end: trialEnd } : {}),
    ...(restarts && subscription.status === 'trialing' ? { status: 'active' as const, trial_end: now } : {}),
  };
  const prorated = request.proration !== 'none' && mode !== 'in_trial' && subscription.status !== 'trialing';
  const { prorations, ledger } = prorated
    ? prorate(ctx, { subscription, next, customer, kept, request, mode })
    : { prorations: [], ledger: restarts ? subscription.items.data.map(({ id }) => ({ item: id, debit: null })) : [] };
  const whole = restarts || mode === 'trial';
  const lines = whole ? items.map((item) => lineNow(ctx, next, item, mode === 'trial')) : [];
  const stepped = prorated && kept.some((pair) => intervalChanged(pair));
  const invoiceNow = lines.length > 0 || (prorations.length > 0 && (request.proration === 'always_invoice' || stepped));
  return { next, prorations, ledger, lines, invoiceNow };
}

function modeOf(subscription: SubscriptionRecord, request: ChangeRequest): Mode {
  const trialing = subscription.status === 'trialing';
  if (trialing) return request.trialEnd === 'now' || request.resetAnchor ? 'restart' : 'in_trial';
  if (typeof request.trialEnd === 'number') return 'trial';
  return request.resetAnchor ? 'restart' : 'change';
}

function checkDate(subscription: SubscriptionRecord, request: ChangeRequest, mode: Mode, now: number): void {
  if (mode === 'in_trial' || request.date === now) return;
  const inside = subscription.items.data.some(
    (item) => item.current_period_start <= request.date && request.date <= item.current_period_end,
  );
  if (inside) return;
  throw invalidRequest('Cannot specify proration_date outside of current subscription period start - end.', {
    param: 'proration_date',
  });
}

const asPeriod = (period: Period) => ({ current_period_start: period.start, current_period_end: period.end });

function pairsOf(subscription: SubscriptionRecord, request: ChangeRequest, now: number): Pair[] {
  const changes = new Map(request.items.flatMap((change) => (change.id ? [[change.id, change] as const] : [])));
  const there = subscription.items.data.map((before): Pair => {
    const change = changes.get(before.id);
    if (!change) return { before, after: before };
    if (change.deleted) return { before, after: null };
    const price = change.price ?? before.price;
    const quantity = change.quantity ?? before.quantity;
    const after: SubscriptionItemRecord = {
      ...before,
      price,
      plan: sharedPlan(price),
      ...(quantity === undefined ? {} : { quantity }),
      ...(change.metadata ? { metadata: change.metadata } : {}),
      ...(change.discounts ? { discounts: change.discounts } : {}),
    };
    return { before, after };
  });
  const added = request.items.flatMap((change): Pair[] => {
    if (change.id || !change.price) return [];
    const { price, quantity = 1, metadata = {}, discounts = [] } = change;
    const requested = { price, quantity, metadata, discounts };
    return [{ before: null, after: newItem(subscription.id, requested, { start: now, end: now }, now) }];
  });
  return [...there, ...added];
}

const intervalChanged = ({ before, after }: Pair): boolean => {
  if (!before || !after) return false;
  const [a, b] = [recurrenceOf(before), recurrenceOf(after)];
  return a.interval !== b.interval || a.interval_count !== b.interval_count;
};

interface Placing {
  before: SubscriptionItemRecord | null;
  after: SubscriptionItemRecord;
  mode: Mode;
  anchor: number;
  trialEnd: number | null;
  request: ChangeRequest;
  now: number;
}

/** The period of an item after the change; null if it keeps its own. */
function periodOf({ before, after, mode, anchor, trialEnd, request, now }: Placing): Period | null {
  const natural = periodAt(anchor, recurrenceOf(after), mode === 'change' ? request.date : now);
  if (mode === 'restart') return natural;
  if (mode === 'trial') return { start: now, end: trialEnd ?? natural.end };
  if (mode === 'in_trial') return { start: before?.current_period_start ?? now, end: trialEnd ?? natural.end };
  if (!before) return { start: now, end: natural.end };
  return intervalChanged({ before, after }) && request.proration !== 'none' ? natural : null;
}

function lineNow(
  ctx: StripeContext,
  next: SubscriptionRecord,
  item: SubscriptionItemRecord,
  trial: boolean,
): LineDraft {
  return itemLine(ctx, next, item, {
    period: { start: item.current_period_start, end: item.current_period_end },
    trial,
  });
}
