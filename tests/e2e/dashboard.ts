import pg from 'pg';
import Stripe from 'stripe';
import { sandboxKeys } from '@/lib/env/sandbox-keys';
import type { Somebody } from './ledger';
import { DATABASE, SANDBOX, SECRETS } from './urls';

const pool = new pg.Pool({ connectionString: DATABASE, max: 1 });

/** Sells a customer of ours a retainer of $500.00 a month in Stripe's dashboard. */
export async function sellRetainerAtStripe({ id }: Somebody): Promise<void> {
  const { hostname: host, port } = new URL(SANDBOX);
  const [, , sandboxSecret = ''] = SECRETS;
  const stripe = new Stripe(sandboxKeys(sandboxSecret).stripeKey, { host, port: Number(port), protocol: 'http' });
  const { rows } = await pool.query<{ customer: string }>(
    `SELECT "externalId" AS customer FROM "Customer" WHERE "userId" = $1 AND provider = 'stripe' AND "retiredAt" IS NULL`,
    [id],
  );
  const customer = rows[0]?.customer ?? '';
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
