import { BUSINESS_ID } from '../business';
import { disputeWire } from '../disputes/wire';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { licenseKeyWire } from '../licenses/wire';
import { paymentWire } from '../payments/wire';
import { payoutWire } from '../payouts/wire';
import type { EventRecord } from '../records/event';
import { refundWire } from '../refunds/wire';
import { subscriptionWire } from '../subscriptions/wire';
import { stamp, stampOrNull } from '../time/stamp';

const PAYLOAD_TYPES: Record<string, string> = {
  payment: 'Payment',
  subscription: 'Subscription',
  refund: 'Refund',
  dispute: 'Dispute',
  license_key: 'LicenseKey',
  payout: 'Payout',
  credit: 'CreditLedgerEntry',
  abandoned_checkout: 'AbandonedCheckout',
  dunning: 'DunningAttempt',
  entitlement_grant: 'EntitlementGrant',
};

/**
 * The webhook body of an event: `data` is the current state of the object, not its state at the time of the event
 * (docs/providers/dodo.md#webhooks).
 */
export function payload(dodo: Dodo, event: EventRecord) {
  return {
    business_id: BUSINESS_ID,
    type: event.type,
    timestamp: stamp(event.atMs),
    data: { payload_type: payloadType(event.type), ...(event.data ?? current(dodo, event)) },
  };
}

function payloadType(type: string): string {
  if (type === 'credit.balance_low') return 'CreditBalanceLow';
  return PAYLOAD_TYPES[type.split('.')[0] ?? ''] ?? 'Unknown';
}

function current(dodo: Dodo, { type, objectId }: EventRecord): object {
  const { tables } = dodo;
  switch (type.split('.')[0]) {
    case 'payment':
      return paymentWire(dodo, need(tables.payments, objectId));
    case 'subscription': {
      const row = need(tables.subscriptions, objectId);
      return { ...subscriptionWire(dodo, row), past_due_ends_at: stampOrNull(row.pastDueEndsMs) };
    }
    case 'refund':
      return refundWire(dodo, need(tables.refunds, objectId));
    case 'dispute':
      return disputeWire(dodo, need(tables.disputes, objectId));
    case 'license_key':
      return licenseKeyWire(dodo, need(tables.licenseKeys, objectId));
    case 'payout':
      return payoutWire(need(tables.payouts, objectId));
    default:
      throw new Error(`An event ${type} needs its data given.`);
  }
}
