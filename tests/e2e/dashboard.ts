import pg from 'pg';
import Stripe from 'stripe';
import { sandboxKeys } from '@/lib/env/sandbox-keys';
import { GOOD_CARD } from './buying';
import type { Person } from './ledger';
import { payCheckout } from './sandbox';
import { DATABASE, SANDBOX, SECRETS } from './urls';

const pool = new pg.Pool({ connectionString: DATABASE, max: 1 });

/** Sells a customer a second subscription to one of our monthly plans in Stripe's dashboard. Returns its id. */
export async function sellPlanAtStripe(person: Person, sku: string): Promise<string> {
  const { stripe, customer } = await stripeCustomer(person);
  const card = await stripe.paymentMethods.attach('pm_card_visa', { customer });
  const made = await stripe.subscriptions.create({
    ...{ customer, items: [{ price: await priceAtStripe(sku) }], default_payment_method: card.id },
  });
  return made.id;
}

/** Sells a customer of ours a retainer of $500.00 a month in Stripe's dashboard. */
export async function sellRetainerAtStripe(person: Person): Promise<void> {
  const { stripe, customer } = await stripeCustomer(person);
  const card = await stripe.paymentMethods.attach('pm_card_visa', { customer });
  const product = await stripe.products.create({ name: 'Retainer' });
  const price = await stripe.prices.create({
    ...{ unit_amount: 50_000, currency: 'usd', product: product.id, recurring: { interval: 'month' } },
  });
  await stripe.subscriptions.create({
    customer,
    items: [{ price: price.id }],
    default_payment_method: card.id,
  });
}

/** Changes the plan of a customer's newest subscription in Stripe's dashboard. */
export async function changePlanAtStripe(person: Person, sku: string): Promise<void> {
  const { stripe, customer } = await stripeCustomer(person);
  const subscription = await newestSubscription(stripe, customer);
  await stripe.subscriptions.update(subscription.id, {
    items: [{ id: subscription.items.data[0]?.id ?? '', price: await priceAtStripe(sku) }],
  });
}

/** Undoes the cancellation of a customer's newest subscription in Stripe's dashboard. */
export async function uncancelAtStripe(person: Person): Promise<void> {
  const { stripe, customer } = await stripeCustomer(person);
  const subscription = await newestSubscription(stripe, customer);
  await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: false });
}

/** Refunds a payment in Stripe's dashboard. Returns the refund's id. */
export async function refundAtStripe(person: Person, payment: string): Promise<string> {
  const { stripe } = await stripeCustomer(person);
  return (await stripe.refunds.create({ payment_intent: payment })).id;
}

/** A visitor pays a payment link for one of our prices, as a customer whom the app doesn't know. Returns the payment's id. */
export async function payLinkAtStripe(sku: string, email: string): Promise<string> {
  const stripe = stripeApi();
  const link = await stripe.paymentLinks.create({ line_items: [{ price: await priceAtStripe(sku), quantity: 1 }] });
  const answer = await fetch(`${link.url}?prefilled_email=${encodeURIComponent(email)}`, { redirect: 'manual' });
  const session = /(cs_test_\w+)/.exec(answer.headers.get('location') ?? '')?.[1] ?? '';
  await payCheckout('stripe', session, GOOD_CARD);
  const paid = await stripe.checkout.sessions.retrieve(session);
  return String(paid.payment_intent);
}

async function newestSubscription(stripe: Stripe, customer: string): Promise<Stripe.Subscription> {
  const { data } = await stripe.subscriptions.list({ customer, limit: 1 });
  const [subscription] = data;
  if (subscription === undefined) throw new Error(`${customer} has no subscription`);
  return subscription;
}

async function priceAtStripe(sku: string): Promise<string> {
  const { rows } = await pool.query<{ price: string }>(
    `SELECT "externalId" AS price FROM "ProviderPrice" WHERE provider = 'stripe' AND sku = $1 AND currency = 'USD' AND active`,
    [sku],
  );
  return rows[0]?.price ?? '';
}

function stripeApi(): Stripe {
  const { hostname: host, port } = new URL(SANDBOX);
  const [, , sandboxSecret = ''] = SECRETS;
  return new Stripe(sandboxKeys(sandboxSecret).stripeKey, { host, port: Number(port), protocol: 'http' });
}

async function stripeCustomer({ id }: Person): Promise<{ readonly stripe: Stripe; readonly customer: string }> {
  const { rows } = await pool.query<{ customer: string }>(
    `SELECT "externalId" AS customer FROM "Customer" WHERE "workspaceId" = $1 AND provider = 'stripe' AND "retiredAt" IS NULL`,
    [id],
  );
  return { stripe: stripeApi(), customer: rows[0]?.customer ?? '' };
}
