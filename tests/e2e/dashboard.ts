import pg from 'pg';
import Stripe from 'stripe';
import { sandboxKeys } from '@/lib/env/sandbox-keys';
import type { Person } from './ledger';
import { DATABASE, SANDBOX, SECRETS } from './urls';

const pool = new pg.Pool({ connectionString: DATABASE, max: 1 });

/** Sells a customer a second subscription to one of our monthly plans in Stripe's dashboard. Returns its id. */
export async function sellPlanAtStripe(person: Person, sku: string): Promise<string> {
  const { stripe, customer } = await stripeCustomer(person);
  const { rows } = await pool.query<{ price: string }>(
    `SELECT "externalId" AS price FROM "ProviderPrice" WHERE provider = 'stripe' AND sku = $1 AND currency = 'USD' AND active`,
    [sku],
  );
  const card = await stripe.paymentMethods.attach('pm_card_visa', { customer });
  const made = await stripe.subscriptions.create({
    ...{ customer, items: [{ price: rows[0]?.price ?? '' }], default_payment_method: card.id },
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

async function stripeCustomer({ id }: Person): Promise<{ readonly stripe: Stripe; readonly customer: string }> {
  const { hostname: host, port } = new URL(SANDBOX);
  const [, , sandboxSecret = ''] = SECRETS;
  const stripe = new Stripe(sandboxKeys(sandboxSecret).stripeKey, { host, port: Number(port), protocol: 'http' });
  const { rows } = await pool.query<{ customer: string }>(
    `SELECT "externalId" AS customer FROM "Customer" WHERE "workspaceId" = $1 AND provider = 'stripe' AND "retiredAt" IS NULL`,
    [id],
  );
  return { stripe, customer: rows[0]?.customer ?? '' };
}
