import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { newId } from '../api/ids';
import type { ParamsOf } from '../api/params';
import type { CustomerRecord } from '../api/tables';
import type { InvoiceItemRecord, InvoiceRecord, SubscriptionRecord } from '../billing-tables';
import { pendingItems } from '../invoice-items/record';
import { composeInvoice } from '../invoices/compose';
import { asScheduled } from '../schedules/advance';
import { composeChangeInvoice, renews } from '../subscriptions/change';
import { type ChangePlan, type ChangeRequest, planChange } from '../subscriptions/change-plan';
import { composeCycleInvoice } from '../subscriptions/cycle-invoice';
import { withProvisional } from '../subscriptions/discounts';
import { cancellationCredits } from '../subscriptions/final-invoice';
import { nextPeriodEnd } from '../subscriptions/items';
import { invoiceItemLine } from '../subscriptions/lines';
import { withoutPending } from '../subscriptions/pending-update';
import { cancelPatch } from '../subscriptions/schedule-cancel';
import { changeRequest, changesSomething } from '../subscriptions/update-call';
import { extraItems } from './extra-items';
import type { previewFields } from './fields';
import { previewNewSubscription } from './new-subscription';

export type PreviewParams = ParamsOf<typeof previewFields>;

const none = () => invalidRequest('No upcoming invoices for customer', { code: 'invoice_upcoming_none', status: 404 });

/**
 * `POST /v1/invoices/create_preview`: the invoice that a change, a renewal or a new subscription would create, from the
 * same functions but not stored. With `always_invoice` it only contains what is billed now, otherwise the whole next
 * invoice (docs/providers/stripe.md#plan-changes).
 * @throws 404 `invoice_upcoming_none` when nothing will be billed
 */
export function previewInvoice(ctx: StripeContext, params: PreviewParams): InvoiceRecord {
  const subscription = subscriptionFor(ctx, params);
  const customer = customerFor(ctx, params, subscription);
  const owner = { customer: customer.id, subscription: subscription?.id ?? null };
  return withProvisional(ctx, params.discounts ?? [], owner, (discounts) => {
    const extras = extraItems(ctx, params, customer, subscription);
    if (subscription) {
      const given = params.discounts === undefined ? {} : { discounts };
      return asPreview(previewSubscription(ctx, { ...subscription, ...given }, customer, params, extras));
    }
    if (params.subscription_details?.items) {
      return asPreview(previewNewSubscription(ctx, customer, params, discounts, extras));
    }
    return asPreview(previewPending(ctx, customer, params, discounts, extras));
  });
}

const asPreview = (invoice: InvoiceRecord): InvoiceRecord => {
  const id = newId('invoice').replace(/^in_/, 'upcoming_in_');
  const data = invoice.lines.data.map((line) => ({ ...line, invoice: id }));
  const next = invoice.period_end + 3600;
  const lines = { ...invoice.lines, data, url: `/v1/invoices/upcoming/lines` };
  return {
    ...invoice,
    id,
    lines,
    automatically_finalizes_at: null,
    billing_reason: 'upcoming',
    next_payment_attempt: next,
  };
};

function subscriptionFor(ctx: StripeContext, params: PreviewParams): SubscriptionRecord | null {
  const fromSchedule = params.schedule
    ? ctx.need(ctx.tables.subscriptionSchedules, 'subscription schedule', params.schedule, 'schedule').subscription
    : undefined;
  const id = params.subscription ?? fromSchedule;
  if (id) {
    const found = ctx.need(ctx.tables.subscriptions, 'subscription', id, 'subscription');
    if (found.status === 'canceled' || found.status === 'incomplete_expired') throw none();
    return found;
  }
  if (params.customer === undefined || params.subscription_details?.items) return null;
  const live = ctx.tables.subscriptions
    .by('customer', params.customer)
    .filter(({ status }) => status !== 'canceled' && status !== 'incomplete_expired');
  return live.sort((a, b) => nextPeriodEnd(a) - nextPeriodEnd(b))[0] ?? null;
}

function customerFor(
  ctx: StripeContext,
  params: PreviewParams,
  subscription: SubscriptionRecord | null,
): CustomerRecord {
  const id = subscription?.customer ?? params.customer;
  if (id === undefined) {
    throw invalidRequest('You must provide one of customer, subscription, or schedule.', {
      code: 'parameter_missing',
      param: 'customer',
    });
  }
  return ctx.need(ctx.tables.customers, 'customer', id, 'customer');
}

/** The subscription with its change, and its next invoice. */
function previewSubscription(
  ctx: StripeContext,
  subscription: SubscriptionRecord,
  asked: CustomerRecord,
  params: PreviewParams,
  extras: InvoiceItemRecord[],
): InvoiceRecord {
  const details = params.subscription_details ?? {};
  if (details.cancel_now) return previewCancellation(ctx, subscription, asked, details.proration_behavior, extras);
  const request = requestOf(ctx, subscription, details);
  const customer = changesSomething(request) ? withoutPending(ctx, subscription, asked) : asked;
  const leaving = { ...subscription, ...cancelDates(ctx, subscription, details) };
  const plan = planChange(ctx, leaving, customer, request);
  if (plan.invoiceNow) {
    return composeChangeInvoice(ctx, { ...plan, prorations: [...extras, ...plan.prorations] }, customer, request);
  }
  return nextInvoice(ctx, plan, customer, params, extras);
}

type Details = NonNullable<PreviewParams['subscription_details']>;

function requestOf(ctx: StripeContext, subscription: SubscriptionRecord, details: Details): ChangeRequest {
  const { billing_cycle_anchor: anchor, resume_at, ...rest } = details;
  const reset = anchor?.type === 'now' || resume_at === 'now';
  const type = reset ? ('now' as const) : ('unchanged' as const);
  return changeRequest(ctx, subscription, { ...rest, billing_cycle_anchor: { type } }, 'subscription_details');
}

/** Only the dates of a cancellation matter here. */
function cancelDates(
  ctx: StripeContext,
  subscription: SubscriptionRecord,
  details: Details,
): Partial<SubscriptionRecord> {
  const { cancel_at, cancel_at_period_end } = details;
  if (cancel_at === undefined && cancel_at_period_end === undefined) return {};
  const { cancel_at: at, cancel_at_period_end: atEnd } = cancelPatch(ctx, subscription, {
    cancel_at,
    cancel_at_period_end,
  });
  return {
    ...(at === undefined ? {} : { cancel_at: at }),
    ...(atEnd === undefined ? {} : { cancel_at_period_end: atEnd }),
  };
}

function nextInvoice(
  ctx: StripeContext,
  plan: ChangePlan,
  customer: CustomerRecord,
  params: PreviewParams,
  extras: InvoiceItemRecord[],
): InvoiceRecord {
  const { next } = plan;
  const at = nextPeriodEnd(next);
  const recurring = params.preview_mode === 'recurring';
  const waiting = recurring ? [] : pendingItems(ctx, customer.id, next.currency, next.id);
  const more = recurring ? [] : [...plan.prorations, ...extras];
  if (renews(next) && next.status !== 'paused') {
    return asScheduled(ctx, next, at, (subscription) =>
      composeCycleInvoice(ctx, { subscription, customer, at, reason: 'upcoming', waiting, more }),
    );
  }
  if (waiting.length + more.length === 0) throw none();
  return composeInvoice(ctx, {
    customer,
    subscription: next,
    reason: 'upcoming',
    currency: next.currency,
    period: { start: at, end: at },
    lines: [...waiting, ...more].map(invoiceItemLine),
    discounts: [],
    at,
    autoAdvance: true,
  });
}

function previewCancellation(
  ctx: StripeContext,
  subscription: SubscriptionRecord,
  customer: CustomerRecord,
  behavior: Details['proration_behavior'],
  extras: InvoiceItemRecord[],
): InvoiceRecord {
  const now = ctx.now(customer.id);
  const own = pendingItems(ctx, customer.id, subscription.currency, subscription.id).filter(
    ({ parent }) => parent !== null,
  );
  const credits = behavior === 'none' ? [] : cancellationCredits(ctx, subscription, now);
  return composeInvoice(ctx, {
    customer,
    subscription,
    reason: 'upcoming',
    currency: subscription.currency,
    period: { start: Math.min(...subscription.items.data.map((item) => item.current_period_start)), end: now },
    lines: [...own, ...extras, ...credits].map(invoiceItemLine),
    discounts: [],
    at: now,
    autoAdvance: true,
  });
}

function previewPending(
  ctx: StripeContext,
  customer: CustomerRecord,
  params: PreviewParams,
  discounts: string[],
  extras: InvoiceItemRecord[],
): InvoiceRecord {
  const currency = params.currency ?? extras[0]?.currency ?? customer.currency ?? 'usd';
  const items = [...pendingItems(ctx, customer.id, currency, null), ...extras];
  if (items.length === 0) throw none();
  const now = ctx.now(customer.id);
  return composeInvoice(ctx, {
    customer,
    subscription: null,
    reason: 'upcoming',
    currency,
    period: { start: now, end: now },
    lines: items.map(invoiceItemLine),
    discounts,
    at: now,
    autoAdvance: true,
  });
}
