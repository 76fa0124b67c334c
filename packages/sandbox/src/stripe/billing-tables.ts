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

/** One debit a subscription item has been billed: what a proration gives back is reckoned from it. */
export interface Debit {
  /** Minor units after discounts. */
  net: number;
  start: number;
  end: number;
  /** The price it was billed at: the words of a credit name its product. */
  price: string;
  quantity: number;
  /** The invoice and its line; null while it still waits as a pending invoice item. */
  invoice: string | null;
  line: string | null;
  /** The pending invoice item it came from. */
  invoiceItem: string | null;
}

/** The debits of one subscription item that still cover time to come. */
export interface ItemBilling {
  item: string;
  debits: Debit[];
}

/** What Stripe knows about a subscription and does not show. */
export interface SubscriptionMemory {
  id: string;
  /** The cancellation on a date inside a period gives back the rest of it. */
  prorateOnCancel: boolean;
  /** What a pending update will bring. */
  pendingUpdate: ChangeRequest | null;
  /** The invoice that a pending update waits for. */
  pendingInvoice: string | null;
}

/** What Stripe knows about an invoice and does not show. */
export interface InvoiceMemory {
  id: string;
  /** When its first attempt failed: the end of dunning is counted from it. */
  firstFailedAt: number | null;
  /** How many retries of the schedule are over, made or left out. */
  retries: number;
  /** A hard decline: the payment method that need not be tried again. */
  refusedMethod: string | null;
}

/** The kinds of object that belong to subscriptions, invoices, checkout and the portal. */
export interface BillingTables {
  subscriptions: Table<SubscriptionRecord>;
  subscriptionMemory: Table<SubscriptionMemory>;
  itemBilling: Table<ItemBilling>;
  subscriptionSchedules: Table<SubscriptionScheduleRecord>;
  invoices: Table<InvoiceRecord>;
  invoiceMemory: Table<InvoiceMemory>;
  invoiceItems: Table<InvoiceItemRecord>;
  invoicePayments: Table<InvoicePaymentRecord>;
  creditNotes: Table<CreditNoteRecord>;
  discounts: Table<DiscountRecord>;
  /** A discount's coupon as it was when it was given: deleting the coupon leaves the discount as it is. */
  discountCoupons: Table<CouponRecord>;
  checkoutSessions: Table<CheckoutSessionRecord>;
  portalConfigurations: Table<PortalConfigurationRecord>;
  portalSessions: Table<PortalSessionRecord>;
}

const pendingOf = (item: InvoiceItemRecord): string | null => (item.invoice === null ? item.customer : null);

/** Opens (or finds again) the billing tables in the store. */
export function openBillingTables(store: Store): BillingTables {
  return {
    subscriptions: store.table<SubscriptionRecord>('stripe.subscriptions', {
      customer: (it) => it.customer,
      item: (it) => it.items.data.map((item) => item.id),
      price: (it) => it.items.data.map((item) => item.price.id),
      test_clock: (it) => it.test_clock,
    }),
    subscriptionMemory: store.table('stripe.subscription-memory'),
    itemBilling: store.table('stripe.item-billing'),
    subscriptionSchedules: store.table<SubscriptionScheduleRecord>('stripe.schedules', {
      customer: (it) => it.customer,
    }),
    invoices: store.table<InvoiceRecord>('stripe.invoices', {
      customer: (it) => it.customer,
      subscription: (it) => it.parent?.subscription_details?.subscription,
    }),
    invoiceMemory: store.table('stripe.invoice-memory'),
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
