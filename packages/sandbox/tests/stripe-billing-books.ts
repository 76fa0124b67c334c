import type Stripe from 'stripe';
import { expect } from 'vitest';
import type { BillingWorld } from './stripe-billing-world';

const sum = (amounts: number[]): number => amounts.reduce((all, amount) => all + amount, 0);

/** Invariants of a customer's books at any time. Throws at the first violation. */
export async function checkBooks(world: BillingWorld, customer: string): Promise<void> {
  const { client } = world;
  const invoices = await client.invoices.list({ customer, limit: 100 }).autoPagingToArray({ limit: 1000 });
  const charges = await client.charges.list({ customer, limit: 100 }).autoPagingToArray({ limit: 1000 });
  for (const invoice of invoices) checkSums(invoice);
  await checkPayments(world, invoices, charges);
  await checkBalance(world, customer, invoices);
  await checkLedger(world);
  await checkEvents(world);
}

/** Every invoice's lines add up to its total. */
function checkSums(invoice: Stripe.Invoice): void {
  const { lines, subtotal, total } = invoice;
  expect(sum(lines.data.map(({ amount }) => amount)), `lines of ${invoice.id}`).toBe(subtotal);
  const off = sum((invoice.total_discount_amounts ?? []).map(({ amount }) => amount));
  expect(total, `total of ${invoice.id}`).toBe(subtotal - off);
  const lineOff = sum(lines.data.flatMap((line) => (line.discount_amounts ?? []).map(({ amount }) => amount)));
  expect(lineOff, `discounts of ${invoice.id}`).toBe(off);
  if (invoice.status === 'draft') return;
  const { starting_balance: starting, ending_balance: ending } = invoice;
  expect(total + starting, `balance of ${invoice.id}`).toBe(invoice.amount_due + (ending ?? 0));
  expect(invoice.amount_paid + invoice.amount_remaining, `parts of ${invoice.id}`).toBe(invoice.amount_due);
  if (invoice.status === 'paid') expect(invoice.amount_remaining).toBe(0);
}

/** A paid invoice was paid by one charge of its amount; no invoice was charged twice. */
async function checkPayments(world: BillingWorld, invoices: Stripe.Invoice[], charges: Stripe.Charge[]): Promise<void> {
  const paid = new Map<string, number>();
  for (const charge of charges.filter((it) => it.paid)) {
    const intent = String(charge.payment_intent);
    paid.set(intent, (paid.get(intent) ?? 0) + 1);
    expect(paid.get(intent), `charges of ${intent}`).toBe(1);
  }
  const used = new Set<string>();
  for (const invoice of invoices) {
    const payments = (await world.client.invoicePayments.list({ invoice: invoice.id ?? '' })).data;
    const settled = payments.filter(({ status }) => status === 'paid');
    expect(sum(settled.map((it) => it.amount_paid ?? 0)), `payments of ${invoice.id}`).toBe(invoice.amount_paid);
    expect(settled.length).toBe(invoice.amount_paid > 0 ? 1 : 0);
    for (const payment of payments) {
      const intent = String(payment.payment.payment_intent);
      expect(paid.has(intent), `money for ${invoice.id}`).toBe(payment.status === 'paid');
      used.add(intent);
    }
  }
  for (const intent of paid.keys()) expect(used.has(intent), `an invoice for ${intent}`).toBe(true);
}

/** What isn't paid with money is on the balance, to the cent. */
async function checkBalance(world: BillingWorld, customer: string, invoices: Stripe.Invoice[]): Promise<void> {
  const now = (await world.client.customers.retrieve(customer)) as Stripe.Customer;
  const standing = invoices.filter(({ status }) => status !== 'draft' && status !== 'void');
  expect(now.balance, 'balance').toBe(sum(standing.map(({ total, amount_due }) => total - amount_due)));
  const moves = await world.client.customers.listBalanceTransactions(customer, { limit: 100 });
  expect(now.balance, 'balance transactions').toBe(sum(moves.data.map(({ amount }) => amount)));
}

/** Payments less refunds equal the account's balance. */
async function checkLedger(world: BillingWorld): Promise<void> {
  // A charge reaches the balance two seconds after it was created.
  await world.advance(3);
  const charges = await world.client.charges.list({ limit: 100 }).autoPagingToArray({ limit: 2000 });
  const entries = await world.client.balanceTransactions.list({ limit: 100 }).autoPagingToArray({ limit: 2000 });
  const moved = sum(entries.filter(({ type }) => type === 'charge' || type === 'refund').map(({ amount }) => amount));
  const kept = sum(charges.filter((it) => it.paid).map((it) => it.amount - it.amount_refunded));
  expect(moved, 'account balance').toBe(kept);
  for (const charge of charges) expect(charge.amount_refunded).toBeLessThanOrEqual(charge.amount);
}

const PATHS: Record<string, string> = {
  'billing_portal.session': '',
  'checkout.session': 'checkout/sessions',
  charge: 'charges',
  coupon: 'coupons',
  customer: 'customers',
  invoice: 'invoices',
  invoice_payment: 'invoice_payments',
  invoiceitem: 'invoiceitems',
  payment_intent: 'payment_intents',
  payment_method: 'payment_methods',
  plan: 'prices',
  price: 'prices',
  product: 'products',
  refund: 'refunds',
  setup_intent: 'setup_intents',
  subscription: 'subscriptions',
};

/** Every event's object can be retrieved. */
async function checkEvents(world: BillingWorld): Promise<void> {
  const events = await world.client.events.list({ limit: 100 }).autoPagingToArray({ limit: 5000 });
  const told = new Map<string, string>();
  const gone = new Set<string>();
  for (const { type, data } of events) {
    const object = data.object as { id?: string; object: string };
    if (object.id === undefined) continue;
    if (type.endsWith('.deleted') && type !== 'customer.subscription.deleted') gone.add(object.id);
    told.set(object.id, object.object);
  }
  for (const [id, kind] of told) {
    const path = PATHS[kind];
    if (gone.has(id) || !path) continue;
    const { status } = await world.raw('GET', `/v1/${path}/${id}`);
    expect(status, `${kind} ${id}`).toBe(200);
  }
}
