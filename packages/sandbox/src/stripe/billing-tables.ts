import type { Stripe } from 'stripe';
import type { Store, Table } from '../engine/store';
import type { Wire } from './api/wire';
import type { ChangeRequest } from './subscriptions/change-plan';

export type SubscriptionRecord = Wire<Stripe.Subscription>;
export type SubscriptionItemRecord = SubscriptionRecord['items']['data'][number];
export type SubscriptionScheduleRecord = Wire<Stripe.SubscriptionSchedule>;
export type InvoiceRecord = Wire<Stripe.Invoice>;
export type InvoiceLineRecord = InvoiceRecord['lines']['data'][number];
export type InvoiceItemRecord = Wire<Stripe.InvoiceItem>;
export type InvoicePaymentRecord = Wire<Stripe.InvoicePayment>;
export type CreditNoteRecord = Wire<Stripe.CreditNote>;
export type DiscountRecord = Wire<Stripe.Discount>;
export type CheckoutSessionRecord = Wire<Stripe.Checkout.Session>;
export type CheckoutLineRecord = Wire<Stripe.LineItem>;
export type PortalConfigurationRecord = Wire<Stripe.BillingPortal.Configuration>;
export type PortalSessionRecord = Wire<Stripe.BillingPortal.Session>;
type CouponRecord = Wire<Stripe.Coupon>;

/** A debit that was billed for a subscription item. Proration credits are calculated from it. */
export interface Debit {
  /** Minor units after discounts. */
  net: number;
  start: number;
  end: number;
  /** The price it was billed at. A credit's description names its product. */
  price: string;
  quantity: number;
  /** The invoice and its line; null while it is a pending invoice item. */
  invoice: string | null;
  line: string | null;
  /** The pending invoice item it came from. */
  invoiceItem: string | null;
}

/** The debits of one subscription item whose period hasn't ended. */
export interface ItemBilling {
  item: string;
  debits: Debit[];
}

/** What Stripe knows about a subscription but doesn't return. */
export interface HiddenSubscription {
  id: string;
  /** Whether a cancellation on a date within a period credits the rest of it. */
  prorateOnCancel: boolean;
  /** The change of a pending update. */
  pendingUpdate: ChangeRequest | null;
  /** The invoice that a pending update waits for. */
  pendingInvoice: string | null;
}

/** What Stripe knows about an invoice but doesn't return. */
export interface HiddenInvoice {
  id: string;
  /** When its first attempt failed. The retry schedule starts there. */
  firstFailedAt: number | null;
  /** How many scheduled retries have passed, made or skipped. */
  retries: number;
  /** The payment method of a hard decline, which is not tried again. */
  refusedMethod: string | null;
}

/** The tables for subscriptions, invoices, checkout and the portal. */
export interface BillingTables {
  subscriptions: Table<SubscriptionRecord>;
  hiddenSubscriptions: Table<HiddenSubscription>;
  itemBilling: Table<ItemBilling>;
  subscriptionSchedules: Table<SubscriptionScheduleRecord>;
  invoices: Table<InvoiceRecord>;
  hiddenInvoices: Table<HiddenInvoice>;
  invoiceItems: Table<InvoiceItemRecord>;
  invoicePayments: Table<InvoicePaymentRecord>;
  creditNotes: Table<CreditNoteRecord>;
  discounts: Table<DiscountRecord>;
  /** A discount's coupon when it was applied: deleting the coupon doesn't affect the discount. */
  discountCoupons: Table<CouponRecord>;
  checkoutSessions: Table<CheckoutSessionRecord>;
  portalConfigurations: Table<PortalConfigurationRecord>;
  portalSessions: Table<PortalSessionRecord>;
}

const pendingOf = (item: InvoiceItemRecord): string | null => (item.invoice === null ? item.customer : null);

/** Opens the billing tables in the store; later calls return the same ones. */
export function openBillingTables(store: Store): BillingTables {
  return {
    subscriptions: store.table<SubscriptionRecord>('stripe.subscriptions', {
      customer: (it) => it.customer,
      item: (it) => it.items.data.map((item) => item.id),
      price: (it) => it.items.data.map((item) => item.price.id),
      test_clock: (it) => it.test_clock,
    }),
    hiddenSubscriptions: store.table('stripe.subscription-memory'),
    itemBilling: store.table('stripe.item-billing'),
    subscriptionSchedules: store.table<SubscriptionScheduleRecord>('stripe.schedules', {
      customer: (it) => it.customer,
    }),
    invoices: store.table<InvoiceRecord>('stripe.invoices', {
      customer: (it) => it.customer,
      subscription: (it) => it.parent?.subscription_details?.subscription,
    }),
    hiddenInvoices: store.table('stripe.invoice-memory'),
    invoiceItems: store.table<InvoiceItemRecord>('stripe.invoice-items', {
      customer: (it) => it.customer,
      pending: pendingOf,
      invoice: (it) => it.invoice,
    }),
    invoicePayments: store.table<InvoicePaymentRecord>('stripe.invoice-payments', {
      invoice: (it) => it.invoice,
      payment_intent: (it) => it.payment.payment_intent,
    }),
    creditNotes: store.table<CreditNoteRecord>('stripe.credit-notes', {
      invoice: (it) => it.invoice,
      customer: (it) => it.customer,
    }),
    discounts: store.table<DiscountRecord>('stripe.discounts', { customer: (it) => it.customer }),
    discountCoupons: store.table('stripe.discount-coupons'),
    checkoutSessions: store.table<CheckoutSessionRecord>('stripe.checkout-sessions', {
      customer: (it) => it.customer,
      payment_intent: (it) => it.payment_intent,
      subscription: (it) => it.subscription,
    }),
    portalConfigurations: store.table<PortalConfigurationRecord>('stripe.portal-configurations'),
    portalSessions: store.table<PortalSessionRecord>('stripe.portal-sessions', { customer: (it) => it.customer }),
  };
}
