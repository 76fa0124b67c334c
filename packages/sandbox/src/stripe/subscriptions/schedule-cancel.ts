import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import type { SubscriptionRecord } from '../billing-tables';
import { bothCancels } from './create-call';
import { lastPeriodEnd, nextPeriodEnd } from './items';
import type { UpdateParams } from './update-call';

type Params = Pick<UpdateParams, 'cancel_at' | 'cancel_at_period_end' | 'cancellation_details' | 'proration_behavior'>;

/**
 * The effects of the cancellation parameters (docs/providers/stripe.md#subscriptions).
 * @throws 400 when both parameters are used, or the date has passed
 */
export function cancelPatch(
  ctx: StripeContext,
  it: SubscriptionRecord,
  requested: Params,
): Partial<SubscriptionRecord> {
  const { cancel_at, cancel_at_period_end } = requested;
  if (cancel_at !== undefined && cancel_at_period_end !== undefined) throw bothCancels();
  const told = requested.cancellation_details ? toldReasons(requested.cancellation_details) : {};
  const details = { comment: null, feedback: null, feedback_option: null, reason: null, ...it.cancellation_details };
  const now = ctx.now(it.customer);
  const leaving = {
    canceled_at: now,
    cancellation_details: { ...details, ...told, reason: 'cancellation_requested' as const },
  };
  if (cancel_at_period_end === true) {
    return { ...leaving, cancel_at: lastPeriodEnd(it), cancel_at_period_end: true };
  }
  if (cancel_at_period_end === false || cancel_at === null) {
    if (it.cancel_at === null && !it.cancel_at_period_end) return {};
    // Undone: the reasons are removed with the scheduled cancellation.
    return {
      cancel_at: null,
      cancel_at_period_end: false,
      canceled_at: null,
      cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    };
  }
  if (cancel_at === undefined) {
    return requested.cancellation_details ? { cancellation_details: { ...details, ...told } } : {};
  }
  const at = dateOf(it, cancel_at);
  if (at <= now) throw invalidRequest('`cancel_at` must be a future date.', { param: 'cancel_at' });
  return { ...leaving, cancel_at: at, cancel_at_period_end: false };
}

function dateOf(it: SubscriptionRecord, requested: NonNullable<Params['cancel_at']>): number {
  if (typeof requested === 'number') return requested;
  return requested === 'min_period_end' ? nextPeriodEnd(it) : lastPeriodEnd(it);
}

/** A date within a period: the paid time after it is credited when it is reached, unless proration is off. */
export function noteCancelProration(
  ctx: StripeContext,
  it: SubscriptionRecord,
  behavior: Params['proration_behavior'],
): void {
  const hidden = ctx.tables.hiddenSubscriptions.get(it.id);
  const prorateOnCancel = behavior !== 'none' && it.cancel_at !== null && it.cancel_at < lastPeriodEnd(it);
  if (!hidden && !prorateOnCancel) return;
  ctx.tables.hiddenSubscriptions.put(it.id, {
    pendingUpdate: null,
    pendingInvoice: null,
    ...hidden,
    id: it.id,
    prorateOnCancel,
  });
}

type Details = NonNullable<UpdateParams['cancellation_details']>;
/** The customer's feedback; what they didn't say is kept. */
export const toldReasons = ({
  comment,
  feedback,
}: Details): Partial<NonNullable<SubscriptionRecord['cancellation_details']>> => ({
  ...(comment === undefined ? {} : { comment }),
  ...(feedback === undefined ? {} : { feedback }),
});
