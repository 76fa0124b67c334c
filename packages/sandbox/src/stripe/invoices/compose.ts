import type { StripeContext } from '../api/context';
import { newId } from '../api/ids';
import { embeddedList } from '../api/list';
import type { CustomerRecord } from '../api/tables';
import { ACCOUNT_NAME } from '../billing-account';
import type { InvoiceRecord, SubscriptionRecord } from '../billing-tables';
import type { Period } from '../periods/calendar';
import { settleWithBalance } from './balance';
import { discountsOn, totalPerDiscount } from './discounting';
import { type LineDraft, lineRecord } from './line';

/** Everything an invoice is created from. Times in unix seconds. */
export interface InvoiceDraft {
  customer: CustomerRecord;
  subscription: SubscriptionRecord | null;
  reason: NonNullable<InvoiceRecord['billing_reason']>;
  currency: string;
  period: Period;
  lines: LineDraft[];
  discounts: string[];
  at: number;
  /** Stripe advances it automatically: after an hour, or immediately with `immediate`. */
  autoAdvance: boolean;
  /** Finalized in the same call that creates it. */
  immediate?: boolean;
  collectionMethod?: InvoiceRecord['collection_method'];
  daysUntilDue?: number | null;
  dueDate?: number | null;
  defaultPaymentMethod?: string | null;
  description?: string | null;
  footer?: string | null;
  metadata?: Record<string, string>;
  prorationDate?: number | null;
  /** Stripe Tax is on; a subscription's own setting takes precedence. */
  automaticTax?: boolean | undefined;
}

/** The draft's amounts: lines with their discounts, and their totals. */
export function totalsOf(
  ctx: StripeContext,
  drafts: LineDraft[],
  discounts: string[],
  currency: string,
  invoice: string,
): Pick<InvoiceRecord, 'lines' | 'subtotal' | 'total' | 'total_discount_amounts'> {
  const looked = drafts.map((line) => ({ ...line, product: line.price?.product ?? null }));
  const off = discountsOn(ctx, looked, discounts, currency);
  const data = drafts.map((draft, index) => lineRecord(draft, invoice, off[index] ?? []));
  const subtotal = drafts.reduce((sum, line) => sum + line.amount, 0);
  const perDiscount = totalPerDiscount(off);
  const total = subtotal - perDiscount.reduce((sum, it) => sum + it.amount, 0);
  return {
    lines: embeddedList(data, `/v1/invoices/${invoice}/lines`),
    subtotal,
    total,
    total_discount_amounts: perDiscount,
  };
}

/** A draft invoice with all its totals. Stores nothing: both previews and charges use this function. */
export function composeInvoice(ctx: StripeContext, draft: InvoiceDraft, id = newId('invoice')): InvoiceRecord {
  const { customer, subscription, currency } = draft;
  const totals = totalsOf(ctx, draft.lines, draft.discounts, currency, id);
  const { starting, due } = settleWithBalance(totals.total, customer, currency);
  const finalizes = draft.autoAdvance && !draft.immediate ? draft.at + 3600 : null;
  return {
    id,
    object: 'invoice',
    account_country: 'US',
    account_name: ACCOUNT_NAME,
    account_tax_ids: null,
    amount_due: due,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: due,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: draft.autoAdvance,
    automatic_tax: taxOf(subscription?.automatic_tax.enabled ?? draft.automaticTax ?? false),
    automatically_finalizes_at: finalizes,
    billing_reason: draft.reason,
    collection_method: draft.collectionMethod ?? 'charge_automatically',
    created: draft.at,
    currency,
    custom_fields: customer.invoice_settings.custom_fields,
    customer: customer.id,
    customer_account: null,
    customer_address: customer.address ?? null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: customer.phone ?? null,
    customer_shipping: customer.shipping,
    customer_tax_exempt: customer.tax_exempt ?? 'none',
    customer_tax_ids: [],
    default_payment_method: draft.defaultPaymentMethod ?? null,
    default_source: null,
    default_tax_rates: [],
    description: draft.description ?? null,
    discounts: draft.discounts,
    due_date: draft.dueDate ?? (draft.daysUntilDue ? draft.at + draft.daysUntilDue * 86_400 : null),
    effective_at: null,
    ending_balance: null,
    footer: draft.footer ?? customer.invoice_settings.footer,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    livemode: false,
    metadata: draft.metadata ?? {},
    next_payment_attempt: draft.collectionMethod === 'send_invoice' ? null : finalizes,
    number: null,
    on_behalf_of: null,
    parent: parentOf(subscription, draft.prorationDate),
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: draft.period.end,
    period_start: draft.period.start,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: starting,
    statement_descriptor: null,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    ...totals,
    subtotal_excluding_tax: totals.subtotal,
    test_clock: customer.test_clock ?? null,
    total_excluding_tax: totals.total,
    total_pretax_credit_amounts: (totals.total_discount_amounts ?? []).map((it) => ({ ...it, type: 'discount' })),
    total_taxes: [],
    webhooks_delivered_at: null,
  };
}

/** Stripe Tax for an account without a registration: calculated, with no tax due. */
const taxOf = (enabled: boolean): InvoiceRecord['automatic_tax'] => ({
  disabled_reason: null,
  enabled,
  liability: enabled ? { type: 'self' } : null,
  provider: enabled ? 'stripe' : null,
  status: enabled ? 'complete' : null,
});

function parentOf(subscription: SubscriptionRecord | null, prorationDate?: number | null): InvoiceRecord['parent'] {
  if (!subscription) return null;
  return {
    quote_details: null,
    subscription_details: {
      metadata: subscription.metadata,
      subscription: subscription.id,
      ...(prorationDate ? { subscription_proration_date: prorationDate } : {}),
    },
    type: 'subscription_details',
  };
}
