import { z } from 'zod';
import type { Store } from '../engine/store';

interface Switch {
  /** The possible values; the first is the default. */
  readonly values: readonly [string, ...string[]];
  /** The open question, in one sentence. */
  readonly about: string;
}

/** What the documentation leaves open, contradicts itself about, or leaves to the business. */
export const SWITCHES = {
  period_end_status: {
    values: ['cancelled', 'expired'],
    about:
      'How a subscription ends after a cancellation at the next billing date: the portal docs and the skills differ.',
  },
  period_end_events: {
    values: ['updated', 'plan_changed', 'cancelled'],
    about: 'Which subscription event, in addition to updated, is sent when a cancellation is scheduled or undone.',
  },
  trial_payment: {
    values: ['announced', 'silent', 'none'],
    about:
      'A free trial starts with a payment of 0 and its event, with a payment of 0 without an event, or without a payment.',
  },
  proration_billing_date: {
    values: ['reset', 'keep'],
    about: 'Whether a prorated or difference plan change starts a new billing period today or keeps the dates.',
  },
  refund_window_days: {
    values: ['30', '90'],
    about: 'How long a payment can be refunded: the current page says 30 days, older ones 90.',
  },
  unknown_product_status: {
    values: ['404', '422'],
    about: 'The HTTP status of a request with an unknown product.',
  },
  portal_link: {
    values: ['path', 'query'],
    about: 'Whether the portal link has its token in the path or in the query string.',
  },
  renewed_on_first_charge: {
    values: ['on', 'off'],
    about: 'Whether subscription.renewed is also sent for the very first charge, as the FAQ says.',
  },
  webhook_id: {
    values: ['msg', 'evt'],
    about: 'The prefix of the webhook-id header, which is meant to be opaque.',
  },
  endpoint_auto_disable: {
    values: ['off', 'on'],
    about: 'Whether an endpoint is disabled after the last attempt of a delivery has failed.',
  },
  checkout_decline: {
    values: ['requires_payment_method', 'failed_then_retry', 'new_payment'],
    about:
      'A card declined at checkout leaves the payment waiting for another card, fails it until another card works, or ends it so that the next card starts a new one.',
  },
  refund_settles: {
    values: ['later', 'at_once', 'by_hand'],
    about: 'Whether a refund stays pending for a second, succeeds immediately, or waits for the control route.',
  },
  dispute_amount: {
    values: ['minor', 'decimal'],
    about: 'Whether the string in dispute.amount is in minor units or a decimal number.',
  },
  plan_change_on_failure: {
    values: ['apply_change', 'prevent_change'],
    about: 'The business setting for plan changes whose payment fails and that do not say on_payment_failure.',
  },
  grace_period_days: {
    values: ['0', '1', '3', '7', '14', '30'],
    about: 'Days a subscription stays past_due with access after a failed renewal; 0: straight to on_hold.',
  },
  grace_period_end: {
    values: ['on_hold', 'cancelled'],
    about: 'The status of a subscription after an unpaid grace period.',
  },
  auto_retries: {
    values: ['off', 'on'],
    about: 'Whether failed renewals are retried automatically: 12 h to 7 d apart, within 13 days, soft declines only.',
  },
  dunning_events: {
    values: ['off', 'on'],
    about: 'Whether dunning.started and dunning.recovered are sent.',
  },
  abandoned_checkout: {
    values: ['off', 'on'],
    about: 'Whether abandoned_checkout.detected is sent when there is no success within an hour.',
  },
  processing_event: {
    values: ['off', 'on'],
    about: 'Whether payment.processing is sent before the outcome of a charge.',
  },
  adaptive_currency: {
    values: ['off', 'on'],
    about: 'Whether billing_currency converts the prices of a checkout. It is ignored while this is off.',
  },
  debit_first_purchase: {
    values: ['pending', 'active'],
    about: 'Whether a subscription bought by bank debit is active while the first debit is still processing.',
  },
  debit_renewal_dates: {
    values: ['stay', 'move'],
    about: 'Whether the billing dates move while the bank debit of a renewal is processing, or once it succeeds.',
  },
  change_plan_answer: {
    values: ['payment', 'link_only'],
    about:
      'Whether the response of change-plan contains its payment whenever there is one, or only if a payment link was requested.',
  },
  prevented_change: {
    values: ['forgotten', 'waits'],
    about:
      'Whether a plan change prevented by a failed payment is dropped, or stays pending and rejects the next one with 409.',
  },
  archived_product_change: {
    values: ['refused', 'allowed'],
    about: 'Whether the quantity or add-ons of a subscription can change while its own product is archived.',
  },
  multiple_subscriptions: {
    values: ['allowed', 'refused'],
    about: 'The business setting whether a customer with a current subscription can buy another.',
  },
  rapid_dispute_resolution: {
    values: ['off', 'on'],
    about:
      'Whether disputes of at most 100 US dollars are refunded immediately and count as lost (Rapid Dispute Resolution).',
  },
  scheduled_preview: {
    values: ['nothing', 'renewal'],
    about: 'Whether the preview of a change at the next billing date shows no charge, or the charge of that renewal.',
  },
  rate_limit: {
    values: ['counted', 'enforced'],
    about: 'Whether more than 240 requests per minute get a 429, or are only counted in the headers.',
  },
} as const satisfies Record<string, Switch>;

export type SwitchName = keyof typeof SWITCHES;
export type SwitchValues = { [Name in SwitchName]: (typeof SWITCHES)[Name]['values'][number] };

// Object.keys and fromEntries lose the literal names from SWITCHES.
const NAMES = Object.keys(SWITCHES) as SwitchName[];
const DEFAULTS = Object.fromEntries(NAMES.map((name) => [name, SWITCHES[name].values[0]])) as SwitchValues;

const wanted = z.strictObject(
  Object.fromEntries(NAMES.map((name) => [name, z.enum(SWITCHES[name].values).optional()])),
);

/** Reads and sets the switches. They survive a restart and return to their defaults on reset. */
export function createSwitches(store: Store) {
  const table = store.table<Partial<SwitchValues>>('dodo_switches');
  const current = (): SwitchValues => ({ ...DEFAULTS, ...table.get('now') });
  return {
    get: <Name extends SwitchName>(name: Name): SwitchValues[Name] => current()[name],
    all: current,
    /** @throws ZodError for an unknown switch or value */
    set(values: unknown): SwitchValues {
      // The schema was built from SWITCHES, so it only accepts its names and values.
      table.put('now', { ...table.get('now'), ...(wanted.parse(values) as Partial<SwitchValues>) });
      return current();
    },
  };
}

export type Switches = ReturnType<typeof createSwitches>;
