import type Stripe from 'stripe';
import { ProviderRefused, ProviderUnknown } from '../errors';
import type { ChangePreview, ChangeRequest } from '../requests';
import { acting, reading } from './errors';
import { currentPeriod } from './period';
import { nextPhase, phaseAsIs } from './phase';
import { idOf } from './shapes';

const unix = (date: Date) => Math.floor(date.getTime() / 1000);

/** What changing now would charge, from Stripe's preview with the exact parameters the change will send. */
export async function previewChange(stripe: Stripe, request: ChangeRequest): Promise<ChangePreview> {
  const preview = await reading(() =>
    stripe.invoices.createPreview({
      subscription: request.subscriptionExternalId,
      subscription_details: {
        items: [{ id: request.itemExternalId, price: request.priceExternalId, quantity: request.quantity }],
        proration_behavior: 'always_invoice',
        proration_date: unix(request.prorationAt),
      },
    }),
  );
  return {
    dueNow: BigInt(preview.amount_due),
    credit: BigInt(Math.max(0, -preview.total)),
    currency: preview.currency.toUpperCase(),
  };
}

/**
 * Changes and charges in one step. Until the charge succeeds, Stripe keeps the change as a pending update
 * (docs.stripe.com/billing/subscriptions/pending-updates): if it's declined, the update is withdrawn and
 * `ProviderRefused` is thrown; if the bank requires authentication, the customer confirms on the hosted invoice.
 */
export async function changeNow(
  stripe: Stripe,
  request: ChangeRequest,
  operationId: string,
): Promise<{ confirmUrl: string | null }> {
  const changed = await acting(() =>
    stripe.subscriptions.update(
      request.subscriptionExternalId,
      {
        items: [{ id: request.itemExternalId, price: request.priceExternalId, quantity: request.quantity }],
        proration_behavior: 'always_invoice',
        proration_date: unix(request.prorationAt),
        payment_behavior: 'pending_if_incomplete',
        expand: ['latest_invoice.payments.data.payment.payment_intent'],
      },
      { idempotencyKey: operationId },
    ),
  );
  return changed.pending_update === null ? { confirmUrl: null } : confirmOrWithdraw(stripe, changed);
}

async function confirmOrWithdraw(stripe: Stripe, { id, latest_invoice: invoice }: Stripe.Subscription) {
  if (invoice === null || typeof invoice === 'string') {
    throw new ProviderUnknown(`Stripe: ${id} has a pending update without its invoice`);
  }
  const intent = invoice.payments?.data[0]?.payment.payment_intent;
  const { status, last_payment_error: error } = typeof intent === 'object' && intent !== null ? intent : NO_INTENT;
  if (status === 'requires_action') return { confirmUrl: invoice.hosted_invoice_url ?? null };
  // Without the invoice there is no pending update either.
  await acting(() => stripe.invoices.voidInvoice(invoice.id)).catch((cause: unknown) => {
    throw new ProviderUnknown(`Stripe: the pending update of ${id} was declined but couldn’t be withdrawn`, { cause });
  });
  throw new ProviderRefused(
    `Stripe: ${error?.message ?? 'the charge was declined'}`,
    error?.decline_code ?? error?.code ?? 'card_declined',
  );
}

const NO_INTENT = { status: null, last_payment_error: null } as const;

/**
 * The current plan until the end of its period, then the new one: a schedule with two phases
 * (docs.stripe.com/billing/subscriptions/subscription-schedules). Both keep everything else on the subscription; a
 * phase that doesn't list discounts loses them. An existing schedule, from an earlier change or an attempt whose
 * response was lost, is rewritten: if it were released and created again under the same key, Stripe would replay the
 * released one.
 */
export async function changeAtPeriodEnd(stripe: Stripe, request: ChangeRequest, operationId: string): Promise<void> {
  const { subscriptionExternalId, priceExternalId, quantity } = request;
  const subscription = await reading(() =>
    stripe.subscriptions.retrieve(subscriptionExternalId, { expand: ['schedule'] }),
  );
  const schedule =
    typeof subscription.schedule === 'object' && subscription.schedule !== null
      ? subscription.schedule
      : await newSchedule(stripe, request, operationId);
  const current = schedule.phases.find((phase) => phase.start_date === schedule.current_phase?.start_date);
  const own = (await reading(() => stripe.subscriptionItems.retrieve(request.itemExternalId))).price.id;
  if (current === undefined || !current.items.some(({ price }) => idOf(price) === own)) {
    throw new ProviderRefused(`Stripe: ${schedule.id} has no current phase with ${own}`, 'no_phase');
  }
  const duration = await durationOf(stripe, priceExternalId);
  await acting(() =>
    stripe.subscriptionSchedules.update(
      schedule.id,
      {
        end_behavior: 'release',
        phases: [
          { ...phaseAsIs(current), start_date: current.start_date, end_date: endOf(subscription, current.end_date) },
          { ...nextPhase(current, own, { price: priceExternalId, quantity }), duration },
        ],
      },
      { idempotencyKey: operationId },
    ),
  );
}

/** A phase of an existing schedule may last for several periods; what is paid ends with this one. */
function endOf(subscription: Stripe.Subscription, phaseEnd: number): number {
  const { end } = currentPeriod(subscription);
  return end === null ? phaseEnd : Math.min(end, phaseEnd);
}

async function newSchedule(stripe: Stripe, request: ChangeRequest, operationId: string) {
  return acting(() =>
    stripe.subscriptionSchedules.create(
      { from_subscription: request.subscriptionExternalId },
      { idempotencyKey: `${operationId}:schedule` },
    ),
  );
}

/** Releases the schedule if there is one; the subscription continues unchanged. Returns whether there was one. */
export async function undoScheduledChange(stripe: Stripe, subscriptionId: string): Promise<boolean> {
  const { schedule } = await reading(() => stripe.subscriptions.retrieve(subscriptionId));
  const id = idOf(schedule);
  if (id !== null) await acting(() => stripe.subscriptionSchedules.release(id));
  return id !== null;
}

/** The new plan runs for one period in the schedule, then continues without it. */
async function durationOf(stripe: Stripe, priceId: string) {
  const { recurring } = await reading(() => stripe.prices.retrieve(priceId));
  if (recurring === null) throw new ProviderRefused(`Stripe: ${priceId} is not recurring`, 'not_recurring');
  return { interval: recurring.interval, interval_count: recurring.interval_count };
}
