import type { StripeContext } from '../api/context';
import { newId } from '../api/ids';
import type { CustomerRecord } from '../api/tables';
import type { SubscriptionRecord, SubscriptionScheduleRecord } from '../billing-tables';
import { lastPeriodEnd } from '../subscriptions/items';
import { asPhaseItems, type PhaseRecord, phaseRecord } from './phase';

const DEFAULTS: SubscriptionScheduleRecord['default_settings'] = {
  application_fee_percent: null,
  billing_cycle_anchor: 'automatic',
  billing_thresholds: null,
  collection_method: 'charge_automatically',
  default_payment_method: null,
  description: null,
  invoice_settings: {
    account_tax_ids: null,
    custom_fields: null,
    days_until_due: null,
    description: null,
    footer: null,
    issuer: { type: 'self' },
  },
  on_behalf_of: null,
  transfer_data: null,
};

/** Defaults for phases that don't set them (`default_settings`). */
export interface DefaultSettings {
  collection_method?: SubscriptionRecord['collection_method'] | undefined;
  days_until_due?: number | null | undefined;
  default_payment_method?: string | null | undefined;
  description?: string | null | undefined;
}

export function scheduleRecord(
  ctx: StripeContext,
  customer: CustomerRecord,
  given: Pick<SubscriptionScheduleRecord, 'phases' | 'status' | 'subscription' | 'current_phase'>,
  more: Partial<SubscriptionScheduleRecord> = {},
  settings: DefaultSettings = {},
): SubscriptionScheduleRecord {
  const now = ctx.now(customer.id);
  return {
    id: newId('schedule'),
    object: 'subscription_schedule',
    application: null,
    billing_mode: { flexible: { proration_discounts: 'included' }, type: 'flexible', updated_at: now },
    canceled_at: null,
    completed_at: null,
    created: now,
    customer: customer.id,
    customer_account: null,
    default_settings: withSettings(DEFAULTS, settings),
    end_behavior: 'release',
    livemode: false,
    metadata: {},
    pause_schedules: [],
    released_at: null,
    released_subscription: null,
    test_clock: customer.test_clock ?? null,
    ...given,
    ...more,
  };
}

/** The subscription's current state as a phase, the first one with `from_subscription`. */
export function currentPhaseOf(it: SubscriptionRecord): PhaseRecord {
  const start = Math.min(...it.items.data.map((item) => item.current_period_start));
  const trial = it.status === 'trialing' ? { trial_end: it.trial_end } : {};
  return phaseRecord({ start, end: lastPeriodEnd(it) }, asPhaseItems(it.items.data), it.currency, {
    ...trial,
    ...(it.automatic_tax.enabled ? { automatic_tax: it.automatic_tax } : {}),
    discounts: it.discounts.map((discount) => ({ coupon: null, discount, promotion_code: null })),
    metadata: it.metadata,
  });
}

/** The settings of a subscription that its schedule keeps for all phases. */
export const settingsFrom = (it: SubscriptionRecord): DefaultSettings => ({
  collection_method: it.collection_method,
  days_until_due: it.days_until_due,
  default_payment_method: it.default_payment_method,
  description: it.description,
});

/** Merges default settings; missing ones are kept. */
export function withSettings(
  kept: SubscriptionScheduleRecord['default_settings'],
  { days_until_due: days, ...given }: DefaultSettings,
): SubscriptionScheduleRecord['default_settings'] {
  const { collection_method, default_payment_method, description } = given;
  return {
    ...kept,
    ...(collection_method === undefined ? {} : { collection_method }),
    ...(default_payment_method === undefined ? {} : { default_payment_method }),
    ...(description === undefined ? {} : { description }),
    invoice_settings: { ...kept.invoice_settings, ...(days === undefined ? {} : { days_until_due: days }) },
  };
}

/** The phase at a time. */
export const phaseAt = (schedule: SubscriptionScheduleRecord, at: number): PhaseRecord | undefined =>
  schedule.phases.find((phase) => phase.start_date <= at && at < phase.end_date);

export const spanOf = (phase: PhaseRecord): NonNullable<SubscriptionScheduleRecord['current_phase']> => ({
  end_date: phase.end_date,
  start_date: phase.start_date,
});
