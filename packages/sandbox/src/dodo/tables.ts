import type { Store } from '../engine/store';
import type { CheckoutRecord } from './records/checkout';
import type { CustomerRecord, PaymentMethodRecord, PortalSessionRecord } from './records/customer';
import type { DiscountRecord, RedemptionRecord } from './records/discount';
import type { EventRecord } from './records/event';
import type { LicenseInstanceRecord, LicenseKeyRecord } from './records/license';
import type { DisputeRecord, PaymentRecord, RefundRecord } from './records/payment';
import type { PayoutRecord } from './records/payout';
import type { AddonRecord, ProductRecord } from './records/product';
import type { SubscriptionRecord } from './records/subscription';
import type { MeterRecord, UsageEventRecord } from './records/usage';
import type { WalletEntryRecord } from './records/wallet';

/** All tables of the Dodo part, with the indexes for its lists and lookups. */
export function openTables(store: Store) {
  return {
    customers: store.table<CustomerRecord>('dodo_customers', { email: (row) => row.email.toLowerCase() }),
    methods: store.table<PaymentMethodRecord>('dodo_methods', { customer: (row) => row.customerId }),
    portals: store.table<PortalSessionRecord>('dodo_portals'),
    products: store.table<ProductRecord>('dodo_products'),
    addons: store.table<AddonRecord>('dodo_addons'),
    checkouts: store.table<CheckoutRecord>('dodo_checkouts'),
    payments: store.table<PaymentRecord>('dodo_payments', {
      customer: (row) => row.customerId,
      subscription: (row) => row.subscriptionIds,
    }),
    subscriptions: store.table<SubscriptionRecord>('dodo_subscriptions', { customer: (row) => row.customerId }),
    refunds: store.table<RefundRecord>('dodo_refunds', {
      payment: (row) => row.paymentId,
      customer: (row) => row.customerId,
    }),
    disputes: store.table<DisputeRecord>('dodo_disputes', {
      payment: (row) => row.paymentId,
      customer: (row) => row.customerId,
    }),
    discounts: store.table<DiscountRecord>('dodo_discounts', { code: (row) => (row.deleted ? null : row.code) }),
    redemptions: store.table<RedemptionRecord>('dodo_redemptions', {
      customer: (row) => `${row.discountId}/${row.customerId}`,
    }),
    licenseKeys: store.table<LicenseKeyRecord>('dodo_license_keys', {
      key: (row) => row.key,
      customer: (row) => row.customerId,
      payment: (row) => row.paymentId,
      subscription: (row) => row.subscriptionId,
    }),
    licenseInstances: store.table<LicenseInstanceRecord>('dodo_license_instances', { key: (row) => row.licenseKeyId }),
    meters: store.table<MeterRecord>('dodo_meters'),
    usage: store.table<UsageEventRecord>('dodo_usage', {
      customer: (row) => row.customerId,
      customerEvent: (row) => `${row.customerId}/${row.name}`,
    }),
    walletEntries: store.table<WalletEntryRecord>('dodo_wallet_entries', {
      customer: (row) => row.customerId,
      wallet: (row) => `${row.customerId}/${row.currency}`,
    }),
    payouts: store.table<PayoutRecord>('dodo_payouts'),
    events: store.table<EventRecord>('dodo_events'),
  };
}

export type Tables = ReturnType<typeof openTables>;
