import type { Stripe } from 'stripe';
import type { Store, Table } from '../../engine/store';
import { type BillingTables, openBillingTables } from '../billing-tables';
import type { Deleted, Wire } from './wire';

export type ProductRecord = Wire<Stripe.Product>;
export type PriceRecord = Wire<Stripe.Price>;
export type CustomerRecord = Wire<Stripe.Customer>;
export type CustomerBalanceTransactionRecord = Wire<Stripe.CustomerBalanceTransaction>;
export type TaxIdRecord = Wire<Stripe.TaxId>;
export type PaymentMethodRecord = Wire<Stripe.PaymentMethod>;
export type SetupIntentRecord = Wire<Stripe.SetupIntent>;
export type PaymentIntentRecord = Wire<Stripe.PaymentIntent>;
export type ChargeRecord = Wire<Stripe.Charge>;
export type RefundRecord = Wire<Stripe.Refund>;
export type DisputeRecord = Wire<Stripe.Dispute>;
export type BalanceTransactionRecord = Wire<Stripe.BalanceTransaction>;
export type CouponRecord = Wire<Stripe.Coupon>;
export type PromotionCodeRecord = Wire<Stripe.PromotionCode>;
export type TestClockRecord = Wire<Stripe.TestHelpers.TestClock>;
export type TokenRecord = Wire<Stripe.Token>;

/** An event's `data` is stored as a string: it is an immutable snapshot, and a string needs a third of the memory. */
export interface EventRecord {
  id: string;
  object: 'event';
  api_version: string;
  created: number;
  data: string;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  type: string;
  /** Time on the main clock: events of a test clock have that clock's time in `created`. */
  recorded: number;
}

/** What the issuer knows about a payment method and Stripe doesn't return: its test number. */
export interface Instrument {
  id: string;
  /** Card number, IBAN or account number, as in the table of test cards. */
  number: string;
  /** Set once the customer has passed a challenge for later off-session use. */
  authenticated: boolean;
}

/** A saved response by idempotency key. `at` is real time in seconds. */
export interface StoredAnswer {
  key: string;
  fingerprint: string;
  status: number;
  body: string;
  requestId: string;
  at: number;
}

/** The tables of the Stripe part. A record is stored in its API form (`Wire`). */
export interface StripeTables extends BillingTables {
  products: Table<ProductRecord>;
  prices: Table<PriceRecord>;
  /** Includable properties of a price, which lists omit. */
  priceTiers: Table<{ tiers: NonNullable<PriceRecord['tiers']> }>;
  customers: Table<CustomerRecord>;
  deletedCustomers: Table<Deleted>;
  customerBalanceTransactions: Table<CustomerBalanceTransactionRecord>;
  taxIds: Table<TaxIdRecord>;
  paymentMethods: Table<PaymentMethodRecord>;
  instruments: Table<Instrument>;
  setupIntents: Table<SetupIntentRecord>;
  paymentIntents: Table<PaymentIntentRecord>;
  charges: Table<ChargeRecord>;
  refunds: Table<RefundRecord>;
  disputes: Table<DisputeRecord>;
  balanceTransactions: Table<BalanceTransactionRecord>;
  coupons: Table<CouponRecord>;
  promotionCodes: Table<PromotionCodeRecord>;
  testClocks: Table<TestClockRecord>;
  tokens: Table<TokenRecord>;
  events: Table<EventRecord>;
  answers: Table<StoredAnswer>;
}

const idOf = (value: string | null): string | null => value;

/** Opens all tables in the store; later calls return the same ones. */
export function openTables(store: Store): StripeTables {
  return {
    ...openBillingTables(store),
    products: store.table<ProductRecord>('stripe.products'),
    prices: store.table<PriceRecord>('stripe.prices', {
      product: (price) => price.product,
      lookup_key: (price) => price.lookup_key,
    }),
    priceTiers: store.table('stripe.price-tiers'),
    customers: store.table<CustomerRecord>('stripe.customers', {
      email: (customer) => customer.email,
      test_clock: (customer) => customer.test_clock ?? null,
    }),
    deletedCustomers: store.table('stripe.deleted-customers'),
    customerBalanceTransactions: store.table<CustomerBalanceTransactionRecord>('stripe.customer-balance-transactions', {
      customer: (transaction) => transaction.customer,
    }),
    taxIds: store.table<TaxIdRecord>('stripe.tax-ids', { customer: (taxId) => idOf(taxId.customer) }),
    paymentMethods: store.table<PaymentMethodRecord>('stripe.payment-methods', {
      customer: (method) => method.customer,
    }),
    instruments: store.table('stripe.instruments'),
    setupIntents: store.table<SetupIntentRecord>('stripe.setup-intents', { customer: (intent) => intent.customer }),
    paymentIntents: store.table<PaymentIntentRecord>('stripe.payment-intents', {
      customer: (intent) => intent.customer,
    }),
    charges: store.table<ChargeRecord>('stripe.charges', {
      customer: (charge) => charge.customer,
      payment_intent: (charge) => charge.payment_intent,
    }),
    refunds: store.table<RefundRecord>('stripe.refunds', {
      charge: (refund) => refund.charge,
      payment_intent: (refund) => refund.payment_intent,
    }),
    disputes: store.table<DisputeRecord>('stripe.disputes', {
      charge: (dispute) => dispute.charge,
      payment_intent: (dispute) => dispute.payment_intent,
    }),
    balanceTransactions: store.table<BalanceTransactionRecord>('stripe.balance-transactions', {
      source: (transaction) => transaction.source,
    }),
    coupons: store.table<CouponRecord>('stripe.coupons'),
    promotionCodes: store.table<PromotionCodeRecord>('stripe.promotion-codes', {
      code: (promotion) => promotion.code.toLowerCase(),
      coupon: (promotion) => promotion.promotion.coupon,
    }),
    testClocks: store.table<TestClockRecord>('stripe.test-clocks'),
    tokens: store.table<TokenRecord>('stripe.tokens'),
    events: store.table<EventRecord>('stripe.events', { type: (event) => event.type }),
    answers: store.table<StoredAnswer>('stripe.answers'),
  };
}
