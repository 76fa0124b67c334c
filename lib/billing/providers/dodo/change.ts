import type DodoPayments from 'dodopayments';
import type { ChangePreview, ChangeRequest } from '../contract';
import { ProviderRefused, ProviderUnknown } from '../errors';
import { MARK } from '../marks';
import { ONCE } from './client';
import { acting, reading } from './errors';

const toBody = ({ priceExternalId, quantity }: ChangeRequest) => ({
  product_id: priceExternalId,
  quantity,
  proration_billing_mode: 'prorated_immediately' as const,
  effective_at: 'immediately' as const,
  on_payment_failure: 'prevent_change' as const,
});

/** What changing now would charge. Dodo reckons from the moment of each call; it takes no instant of ours. */
export async function previewChange(dodo: DodoPayments, request: ChangeRequest): Promise<ChangePreview> {
  const { immediate_charge: charge } = await reading(() =>
    dodo.subscriptions.previewChangePlan(request.subscriptionExternalId, toBody(request), ONCE),
  );
  const { total_amount: total, customer_credits: credits, currency } = charge.summary;
  return { dueNow: BigInt(Math.max(0, total)), credit: BigInt(Math.max(0, credits)), currency: currency.toUpperCase() };
}

/**
 * Changes and charges in one step; the old plan stays when the charge is declined. Dodo answers a declined charge like
 * any other (with `prevent_change` the change just does not happen), so the payment itself is asked.
 */
export async function changeNow(dodo: DodoPayments, request: ChangeRequest, operationId: string): Promise<void> {
  const { payment_id: id } = await withMarks(dodo, request, operationId, toBody(request));
  if (typeof id !== 'string') return;
  const {
    status,
    error_code: code,
    error_message: why,
  } = await reading(() => dodo.payments.retrieve(id)).catch(
    // Asked for and charged or not: never "nothing happened", or the change would be asked for again.
    (cause: unknown) => {
      throw new ProviderUnknown(`Dodo: payment ${id} not read after a change`, { cause });
    },
  );
  if (status === 'failed') throw new ProviderRefused(`Dodo: ${why ?? 'the charge was declined'}`, code ?? null);
}

/** Only `full_immediately` goes with the next billing date (dodo.md §2.4). */
export async function changeAtPeriodEnd(
  dodo: DodoPayments,
  request: ChangeRequest,
  operationId: string,
): Promise<void> {
  await undoScheduledChange(dodo, request.subscriptionExternalId);
  await withMarks(dodo, request, operationId, {
    ...toBody(request),
    proration_billing_mode: 'full_immediately',
    effective_at: 'next_billing_date',
  });
}

/** Takes a scheduled change back; none is as good. */
export async function undoScheduledChange(dodo: DodoPayments, subscriptionId: string): Promise<void> {
  try {
    await acting(() => dodo.subscriptions.cancelChangePlan(subscriptionId, ONCE));
  } catch (error) {
    if (!(error instanceof ProviderRefused) || error.code !== 'SCHEDULED_PLAN_CHANGE_NOT_FOUND') throw error;
  }
}

/** The payment takes the metadata sent with the change, so ours goes along with the operation's id. */
async function withMarks(
  dodo: DodoPayments,
  request: ChangeRequest,
  operationId: string,
  body: DodoPayments.SubscriptionChangePlanParams,
) {
  const { metadata } = await reading(() => dodo.subscriptions.retrieve(request.subscriptionExternalId));
  return acting(() =>
    dodo.subscriptions.changePlan(
      request.subscriptionExternalId,
      { ...body, metadata: { ...metadata, [MARK.operation]: operationId } },
      ONCE,
    ),
  );
}
