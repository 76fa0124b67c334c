import type { StripeContext } from '../api/context';
import type { SubscriptionRecord, SubscriptionScheduleRecord } from '../billing-tables';
import { applyChange } from '../subscriptions/change';
import { type ItemChange, planChange } from '../subscriptions/change-plan';
import { type ItemParams, quantityOf } from '../subscriptions/items';
import { planSubscription } from '../subscriptions/timetable';
import { type PhaseRecord, paramsOf } from './phase';
import { phaseSettings } from './settings';

interface Applying {
  subscription: SubscriptionRecord;
  schedule: SubscriptionScheduleRecord;
  phase: PhaseRecord;
  at: number;
  /** The subscription after the change. */
  discounts: string[];
  /** Overrides the phase's own. */
  proration?: 'always_invoice' | 'create_prorations' | 'none' | undefined;
}

/** Applies a phase to a subscription in the middle of its period. Changed items are prorated as the phase says. */
export function applyPhase(ctx: StripeContext, applying: Applying): SubscriptionRecord {
  const { subscription, schedule, phase, at, discounts } = applying;
  const patch = { ...phaseSettings(subscription, schedule, phase), discounts };
  const items = changesTo(ctx, subscription, phase);
  const resetAnchor = phase.billing_cycle_anchor === 'phase_start';
  if (items.length === 0 && !resetAnchor) {
    const updated = ctx.update(ctx.tables.subscriptions, subscription, patch, 'customer.subscription.updated');
    planSubscription(ctx, updated);
    return updated;
  }
  const customer = ctx.need(ctx.tables.customers, 'customer', subscription.customer);
  const own = (['always_invoice', 'create_prorations', 'none'] as const).find((it) => it === phase.proration_behavior);
  const proration = applying.proration ?? own ?? 'create_prorations';
  const request = { items, proration, date: at, resetAnchor };
  const plan = planChange(ctx, { ...subscription, ...patch }, customer, request);
  const payment = { kind: 'collect' as const, offSession: true };
  return applyChange(ctx, subscription, plan, { customer, request, payment, patch });
}

function changesTo(ctx: StripeContext, it: SubscriptionRecord, phase: PhaseRecord): ItemChange[] {
  const requested = paramsOf(ctx, phase);
  const there = it.items.data;
  const [only] = there;
  const [first] = requested;
  if (only && first && there.length === 1 && requested.length === 1)
    return same(only, first) ? [] : [{ id: only.id, ...first }];
  const kept = requested.map((each) => ({ ...each, id: there.find((item) => item.price.id === each.price.id)?.id }));
  const gone = there.filter((item) => !requested.some(({ price }) => price.id === item.price.id));
  const touched = kept.filter((each) => {
    const item = there.find(({ id }) => id === each.id);
    return item === undefined || !same(item, each);
  });
  return [...touched, ...gone.map(({ id }) => ({ id, deleted: true }))];
}

const same = (item: SubscriptionRecord['items']['data'][number], requested: ItemParams): boolean =>
  item.price.id === requested.price.id && quantityOf(item) === requested.quantity;
