import type Stripe from 'stripe';
import type { ChangePreview, ChangeRequest } from '../contract';
import { ProviderRefused } from '../errors';
import { acting, reading } from './errors';
import { idOf } from './shapes';

const unix = (date: Date) => Math.floor(date.getTime() / 1000);

/** What changing now would charge, reckoned by Stripe from the very parameters the change will send. */
export async function previewChange(stripe: Stripe, request: ChangeRequest): Promise<ChangePreview> {
  const item = await itemOf(stripe, request.subscriptionExternalId);
  const preview = await reading(() =>
    stripe.invoices.createPreview({
      subscription: request.subscriptionExternalId,
      subscription_details: {
        items: [{ id: item.id, price: request.priceExternalId, quantity: request.quantity }],
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

/** Changes and charges in one step; a declined charge raises `ProviderRefused` and leaves everything as it was. */
export async function changeNow(stripe: Stripe, request: ChangeRequest, operationId: string): Promise<void> {
  const item = await itemOf(stripe, request.subscriptionExternalId);
  await acting(() =>
    stripe.subscriptions.update(
      request.subscriptionExternalId,
      {
        items: [{ id: item.id, price: request.priceExternalId, quantity: request.quantity }],
        proration_behavior: 'always_invoice',
        proration_date: unix(request.prorationAt),
        payment_behavior: 'error_if_incomplete',
      },
      { idempotencyKey: operationId },
    ),
  );
}

/**
 * The present plan to the end of its period, then the other one: a schedule with two phases (stripe.md §2.4).
 * A schedule that is there already, of an earlier change or of an attempt whose answer was lost, is rewritten:
 * released and made again under the same key, Stripe would replay the released one.
 */
export async function changeAtPeriodEnd(stripe: Stripe, request: ChangeRequest, operationId: string): Promise<void> {
  const { subscriptionExternalId, priceExternalId, quantity } = request;
  const schedule =
    (await scheduleOf(stripe, subscriptionExternalId)) ?? (await newSchedule(stripe, request, operationId));
  const current = schedule.phases.find((phase) => phase.start_date === schedule.current_phase?.start_date);
  const item = current?.items[0];
  const price = idOf(item?.price);
  if (current === undefined || item === undefined || price === null) {
    throw new ProviderRefused(`Stripe: ${schedule.id} has no current phase`, 'no_phase');
  }
  const duration = await durationOf(stripe, priceExternalId);
  await acting(() =>
    stripe.subscriptionSchedules.update(
      schedule.id,
      {
        end_behavior: 'release',
        phases: [
          {
            items: [{ price, quantity: item.quantity ?? 1 }],
            start_date: current.start_date,
            end_date: current.end_date,
            // A phase is a trial only as long as it says so.
            ...(current.trial_end === null ? {} : { trial_end: current.trial_end }),
          },
          { items: [{ price: priceExternalId, quantity }], duration },
        ],
      },
      { idempotencyKey: operationId },
    ),
  );
}

async function scheduleOf(stripe: Stripe, subscriptionId: string): Promise<Stripe.SubscriptionSchedule | null> {
  const { schedule } = await reading(() => stripe.subscriptions.retrieve(subscriptionId, { expand: ['schedule'] }));
  return typeof schedule === 'object' ? schedule : null;
}

async function newSchedule(stripe: Stripe, request: ChangeRequest, operationId: string) {
  return acting(() =>
    stripe.subscriptionSchedules.create(
      { from_subscription: request.subscriptionExternalId },
      { idempotencyKey: `${operationId}:schedule` },
    ),
  );
}

/** Releases the schedule, if there is one; the subscription goes on as it is. */
export async function undoScheduledChange(stripe: Stripe, subscriptionId: string): Promise<void> {
  const { schedule } = await reading(() => stripe.subscriptions.retrieve(subscriptionId));
  const id = idOf(schedule);
  if (id !== null) await acting(() => stripe.subscriptionSchedules.release(id));
}

async function itemOf(stripe: Stripe, subscriptionId: string): Promise<Stripe.SubscriptionItem> {
  const { items } = await reading(() => stripe.subscriptions.retrieve(subscriptionId));
  const [item] = items.data;
  if (item === undefined) throw new ProviderRefused(`Stripe: ${subscriptionId} has no item`, 'no_item');
  return item;
}

/** The new plan runs one period of its own in the schedule, then by itself. */
async function durationOf(stripe: Stripe, priceId: string) {
  const { recurring } = await reading(() => stripe.prices.retrieve(priceId));
  if (recurring === null) throw new ProviderRefused(`Stripe: ${priceId} is not recurring`, 'not_recurring');
  return { interval: recurring.interval, interval_count: recurring.interval_count };
}
