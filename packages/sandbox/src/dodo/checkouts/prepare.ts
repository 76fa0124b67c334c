import { refused } from '../api/errors';
import type { Address } from '../api/fields';
import { customerByEmail } from '../customers/resolve';
import { applyCodes } from '../discounts/apply';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { newPayment } from '../payments/record';
import type { CheckoutRecord } from '../records/checkout';
import type { CustomerRecord } from '../records/customer';
import type { PaymentRecord } from '../records/payment';
import type { AppliedDiscount, SubscriptionRecord } from '../records/subscription';
import { pendingSubscription } from '../subscriptions/begin';
import { ENDED } from '../subscriptions/state';
import { type Entry, entries, priceToday } from './price';

/** What the customer enters in addition to the card. */
export interface Details {
  email: string;
  name: string;
  phone: string | null;
  billing: Address;
  taxId: string | null;
  businessName: string | null;
  codes: string[];
  customFields: { key: string; value: string }[];
}

/** The parts of a session that `prepare` needs. The legacy API has no session. */
export type Cart = Pick<CheckoutRecord, 'order' | 'customerId' | 'paymentId'> & { id: string | null };

/**
 * Turns a cart into a payment (not stored yet) and its pending subscriptions, or updates those of an earlier attempt in
 * the same session. @throws 422 when a discount code can't be used
 */
export function prepare(dodo: Dodo, session: Cart, details: Details): PaymentRecord {
  const cart = entries(dodo, session.order, details);
  // Check the codes first, so that an invalid one doesn't create a customer.
  const discounts = discountsFor(dodo, session, cart, details, knownBuyer(dodo, session, details));
  const customer = buyer(dodo, session, details);
  if (cart.some((entry) => entry.plan !== null)) checkSingle(dodo, customer.id);
  const price = priceToday(dodo, session.order, cart, discounts);
  const earlier = unfinished(dodo, session);
  const common = {
    customerId: customer.id,
    billing: details.billing,
    currency: session.order.currency,
    metadata: session.order.metadata,
    taxId: details.taxId,
    businessName: details.businessName,
    customFields: details.customFields.length > 0 ? details.customFields : null,
    sessionId: session.id,
  };
  const subscriptions = cart
    .flatMap((entry) => (entry.plan ? [{ ...entry, plan: entry.plan }] : []))
    .map(({ plan, trialDays, trialAmount }, i) => {
      const mine = discounts.filter(({ discountId }) => covers(dodo, discountId, plan.productId));
      const fields = {
        ...common,
        plan,
        trialDays,
        trialAmount,
        discounts: mine,
        onDemand: session.order.onDemand !== null,
      };
      const known = earlier?.subscriptions[i];
      return known
        ? dodo.tables.subscriptions.put(known.id, { ...known, ...fields })
        : pendingSubscription(dodo, fields);
    });
  const bought = cart.filter((entry) => entry.plan === null);
  return {
    ...(earlier?.payment ?? newPayment(dodo, price, { ...common, purpose: { kind: 'checkout' } })),
    ...common,
    lines: price.lines,
    tax: price.tax,
    total: price.total,
    subscriptionIds: subscriptions.map((row) => row.id),
    productCart:
      bought.length > 0 ? bought.map(({ item }) => ({ product_id: item.productId, quantity: item.quantity })) : null,
    discountIds: discounts.map((discount) => discount.discountId),
    link: session.id === null ? null : `${dodo.payUrl}/session/${session.id}`,
  };
}

/** Saves the customer's input and the outcome in the session. */
export function bind(dodo: Dodo, session: CheckoutRecord, details: Details, payment: PaymentRecord): CheckoutRecord {
  return dodo.tables.checkouts.put(session.id, {
    ...session,
    customerId: payment.customerId,
    email: details.email,
    name: details.name,
    phone: details.phone,
    billing: details.billing,
    taxId: details.taxId,
    businessName: details.businessName,
    discountCodes: details.codes,
    subscriptionIds: payment.subscriptionIds,
  });
}

/** The discounts of the codes, checked against this cart and, if known, this customer. */
export function discountsFor(
  dodo: Dodo,
  session: Pick<CheckoutRecord, 'order'>,
  cart: Entry[],
  { codes }: Pick<Details, 'codes'>,
  customerId: string | null,
): AppliedDiscount[] {
  const { subtotal } = priceToday(dodo, session.order, cart, []);
  const productIds = cart.map((entry) => entry.product.id);
  return applyCodes(dodo, codes, { customerId, productIds, subtotal, currency: session.order.currency });
}

/** @throws 422 CUSTOMER_HAS_EXISTING_SUBSCRIPTION if the business allows one per customer */
export function checkSingle(dodo: Dodo, customerId: string): void {
  if (dodo.switches.get('multiple_subscriptions') === 'allowed') return;
  const running = dodo.tables.subscriptions
    .by('customer', customerId)
    .some((row) => row.status !== 'pending' && !ENDED.includes(row.status));
  if (running)
    throw refused(
      'CUSTOMER_HAS_EXISTING_SUBSCRIPTION',
      `Customer ${customerId} has an existing subscription. To allow multiple subscriptions per customer, change business settings`,
    );
}

function covers(dodo: Dodo, discountId: string, productId: string): boolean {
  const { restrictedTo } = need(dodo.tables.discounts, discountId);
  return restrictedTo.length === 0 || restrictedTo.includes(productId);
}

/** The customer, if the business already knows them. */
function knownBuyer(dodo: Dodo, session: Cart, { email }: Details): string | null {
  if (session.customerId !== null || session.order.flags.alwaysNewCustomer) return session.customerId;
  return dodo.tables.customers.by('email', email.toLowerCase())[0]?.id ?? null;
}

/** The session's customer with the details they entered; without one, the customer with this email. */
function buyer(dodo: Dodo, session: Cart, details: Details): CustomerRecord {
  const { email, name, phone } = details;
  if (session.customerId === null)
    return customerByEmail(dodo, { email, name, phone }, session.order.flags.alwaysNewCustomer);
  const row = need(dodo.tables.customers, session.customerId);
  const { editEmail, editName } = session.order.flags;
  return dodo.tables.customers.put(row.id, {
    ...row,
    email: editEmail ? email : row.email,
    name: editName || row.name === '' ? name : row.name,
    phone: row.phone ?? phone,
  });
}

/** The unpaid payment of an earlier attempt in this session, unless it ended there (switch `checkout_decline`). */
function unfinished(dodo: Dodo, session: Cart): { payment: PaymentRecord; subscriptions: SubscriptionRecord[] } | null {
  const payment = session.paymentId === null ? undefined : dodo.tables.payments.get(session.paymentId);
  if (!payment || payment.status === 'succeeded' || payment.status === 'cancelled') return null;
  const subscriptions = payment.subscriptionIds.map((id) => need(dodo.tables.subscriptions, id));
  if (payment.status === 'failed' && dodo.switches.get('checkout_decline') === 'new_payment') return null;
  return subscriptions.every((row) => row.status === 'pending') ? { payment, subscriptions } : null;
}
