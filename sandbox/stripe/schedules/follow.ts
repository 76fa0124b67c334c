import type { StripeContext } from '../api/kit';
import type { SubscriptionRecord } from '../billing-tables';

/** A direct change of a subscription's items becomes part of the current phase of its schedule (stripe.md §2.4). */
export function noteCurrentPhase(_ctx: StripeContext, _subscription: SubscriptionRecord): void {}
