import { invalidBody, refused } from '../api/errors';
import { fullAddress } from '../api/fields';
import { cardOf } from '../customers/methods';
import { createCustomer } from '../customers/resolve';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { newId } from '../ids';
import { store } from '../payments/charge';
import type { CheckoutRecord } from '../records/checkout';
import { DAY_MS } from '../time/calendar';
import { checkMinimum, codesOf, readOrder } from './order';
import { pay } from './pay';
import { bind, checkSingle, type Details, discountsFor, prepare } from './prepare';
import { entries, priceToday } from './price';
import type { CheckoutBody } from './schema';
import { scheduleEnd } from './timeouts';

const CONFIRMED_MS = 15 * 60_000;

/** Creates a checkout session. @throws the errors of `readOrder` and of the discount rules */
export function openCheckout(dodo: Dodo, body: CheckoutBody): CheckoutRecord {
  const order = readOrder(dodo, body);
  const confirm = body.confirm ?? false;
  if (body.payment_method_id && !(confirm && body.customer && 'customer_id' in body.customer))
    throw invalidBody('payment_method_id needs confirm and customer.customer_id.');
  if (confirm && !(body.customer && body.billing_address))
    throw invalidBody('confirm needs customer and billing_address.');
  if (confirm && order.flags.requireTaxId && !body.tax_id) throw invalidBody('require_tax_id needs tax_id.');
  const billing = body.billing_address ? fullAddress(body.billing_address) : null;
  const asked = body.customer ?? null;
  const known = asked && 'customer_id' in asked ? need(dodo.tables.customers, asked.customer_id) : null;
  const fresh = asked && !('customer_id' in asked) ? asked : null;
  const codes = codesOf(body);
  const cart = entries(dodo, order, {
    billing: billing ?? { country: 'US', city: null, state: null, street: null, zipcode: null },
    taxId: body.tax_id ?? null,
  });
  const discounts = discountsFor(dodo, { order }, cart, { codes }, known?.id ?? null);
  if (known && cart.some((entry) => entry.plan !== null)) checkSingle(dodo, known.id);
  checkMinimum(priceToday(dodo, order, cart, discounts).total, order.currency);
  const now = dodo.now();
  const session: CheckoutRecord = {
    id: newId('cks_'),
    createdMs: now,
    expiresMs: now + (confirm ? CONFIRMED_MS : DAY_MS),
    kind: 'cart',
    state: 'open',
    order,
    customerId: known?.id ?? null,
    email: known?.email ?? fresh?.email ?? null,
    name: known?.name ?? fresh?.name ?? null,
    phone: known?.phone ?? fresh?.phone_number ?? null,
    billing,
    discountCodes: codes.map((code) => code.trim().toUpperCase()),
    taxId: body.tax_id ?? null,
    businessName: body.customer_business_name ?? null,
    answers: [],
    card: null,
    paymentId: null,
    subscriptionIds: [],
  };
  dodo.tables.checkouts.put(session.id, session);
  return confirm ? confirmed(dodo, session, body.payment_method_id ?? null) : session;
}

/**
 * With `confirm`, the payment is created immediately; with a saved card, it is also charged immediately
 * (docs/providers/dodo.md#checkout).
 */
function confirmed(dodo: Dodo, session: CheckoutRecord, methodId: string | null): CheckoutRecord {
  const email = session.email ?? '';
  const customerId =
    session.customerId ??
    (session.order.flags.alwaysNewCustomer ? createCustomer(dodo, { email, name: session.name }).id : null);
  const bound = { ...session, customerId };
  const details = detailsOf(bound);
  if (methodId === null) {
    const payment = store(dodo, prepare(dodo, bound, details));
    scheduleEnd(dodo, session);
    return dodo.tables.checkouts.put(session.id, { ...bind(dodo, bound, details, payment), paymentId: payment.id });
  }
  const method = need(dodo.tables.methods, methodId);
  if (method.customerId !== customerId) throw refused('NOT_FOUND', 'This payment method belongs to someone else');
  pay(dodo, bound, details, cardOf(method), { authenticated: true });
  return need(dodo.tables.checkouts, session.id);
}

/** What a session knows about its customer. Missing values are empty. */
export function detailsOf(session: CheckoutRecord): Details {
  return {
    email: session.email ?? '',
    name: session.name ?? '',
    phone: session.phone,
    billing: session.billing ?? { country: 'US', city: null, state: null, street: null, zipcode: null },
    taxId: session.taxId,
    businessName: session.businessName,
    codes: session.discountCodes,
    customFields: session.answers,
  };
}
