import type { Stripe } from 'stripe';
import type { Store, Table } from '../engine/store';
import type { Wire } from './api/wire';

export type SubscriptionRecord = Wire<Stripe.Subscription>;
export type SubscriptionScheduleRecord = Wire<Stripe.SubscriptionSchedule>;
export type InvoiceRecord = Wire<Stripe.Invoice>;
export type InvoiceItemRecord = Wire<Stripe.InvoiceItem>;
export type InvoicePaymentRecord = Wire<Stripe.InvoicePayment>;
export type CreditNoteRecord = Wire<Stripe.CreditNote>;
export type DiscountRecord = Wire<Stripe.Discount>;
export type CheckoutSessionRecord = Wire<Stripe.Checkout.Session>;
export type PortalConfigurationRecord = Wire<Stripe.BillingPortal.Configuration>;
export type PortalSessionRecord = Wire<Stripe.BillingPortal.Session>;

/** The kinds of object that belong to subscriptions, invoices, checkout and the portal. */
export interface BillingTables {
  subscriptions: Table<SubscriptionRecord>;
  subscriptionSchedules: Table<SubscriptionScheduleRecord>;
  invoices: Table<InvoiceRecord>;
  invoiceItems: Table<InvoiceItemRecord>;
  invoicePayments: Table<InvoicePaymentRecord>;
  creditNotes: Table<CreditNoteRecord>;
  discounts: Table<DiscountRecord>;
  checkoutSessions: Table<CheckoutSessionRecord>;
  portalConfigurations: Table<PortalConfigurationRecord>;
  portalSessions: Table<PortalSessionRecord>;
}

/** Opens (or finds again) the billing tables in the store. */
export function openBillingTables(store: Store): BillingTables {
  return {
    subscriptions: store.table<SubscriptionRecord>('stripe.subscriptions', { customer: (it) => it.customer }),
    subscriptionSchedules: store.table<SubscriptionScheduleRecord>('stripe.schedules', {
      customer: (it) => it.customer,
    }),
    invoices: store.table<InvoiceRecord>('stripe.invoices', { customer: (it) => it.customer }),
    invoiceItems: store.table<InvoiceItemRecord>('stripe.invoice-items', { customer: (it) => it.customer }),
    invoicePayments: store.table<InvoicePaymentRecord>('stripe.invoice-payments', { invoice: (it) => it.invoice }),
    creditNotes: store.table<CreditNoteRecord>('stripe.credit-notes', { invoice: (it) => it.invoice }),
    discounts: store.table<DiscountRecord>('stripe.discounts', { customer: (it) => it.customer }),
    checkoutSessions: store.table<CheckoutSessionRecord>('stripe.checkout-sessions', { customer: (it) => it.customer }),
    portalConfigurations: store.table<PortalConfigurationRecord>('stripe.portal-configurations'),
    portalSessions: store.table<PortalSessionRecord>('stripe.portal-sessions'),
  };
}
