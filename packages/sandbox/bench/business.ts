import type { Stripe } from 'stripe';

/** Object types that are counted, retrieved, and listed. */
export const KINDS = ['customers', 'subscriptions', 'invoices', 'paymentIntents', 'charges'] as const;
export type Kind = (typeof KINDS)[number];
export type Ids = Record<Kind, string[]>;

const CONCURRENCY = 8;

/** One product with a monthly price of $20. */
export async function createMonthlyPrice(stripe: Stripe): Promise<string> {
  const product = await stripe.products.create({ name: 'Bench' });
  const terms = { currency: 'usd', unit_amount: 2000, recurring: { interval: 'month' as const } };
  return (await stripe.prices.create({ product: product.id, ...terms })).id;
}

/** New customers, each with a card and a paid monthly subscription: five counted objects per customer. */
export async function subscribeCustomers(stripe: Stripe, price: string, count: number): Promise<void> {
  let left = count;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const customer = await stripe.customers.create({
        email: 'bench@example.com',
        payment_method: 'pm_card_visa',
        invoice_settings: { default_payment_method: 'pm_card_visa' },
      });
      const { status } = await stripe.subscriptions.create({ customer: customer.id, items: [{ price }] });
      if (status !== 'active') throw new Error(`A new subscription is ${status}, not active.`);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}

/** Ids of all counted objects, newest first. */
export async function listAllIds(stripe: Stripe): Promise<Ids> {
  const ids: Ids = { customers: [], subscriptions: [], invoices: [], paymentIntents: [], charges: [] };
  for (const kind of KINDS) for await (const { id } of stripe[kind].list({ limit: 100 })) ids[kind].push(id);
  return ids;
}

export const countOf = (ids: Ids): number => KINDS.reduce((sum, kind) => sum + ids[kind].length, 0);
