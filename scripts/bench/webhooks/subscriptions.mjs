import { createHmac, randomUUID } from 'node:crypto';

/**
 * Makes customers with a subscription each at the sandbox's Stripe. The app knows the customers and has heard of none of the
 * subscriptions. Returns the subscriptions' ids.
 */
export async function createSubscriptions(servers, database, count) {
  const { rows } = await database.query(
    `SELECT "externalId" AS price FROM "ProviderPrice"
     WHERE provider = 'stripe' AND sku = 'starter_month' AND currency = 'USD' AND active`,
  );
  const post = stripeOf(servers);
  const ids = [];
  while (ids.length < count) ids.push(await createSubscription(post, database, rows[0].price));
  return ids;
}

/** Sends a request to the sandbox's Stripe. */
function stripeOf({ sandbox, variables }) {
  // As lib/env/sandbox-keys.ts derives it.
  const key = createHmac('sha256', variables.SANDBOX_SECRET).update('stripe-key').digest('hex').slice(0, 24);
  const headers = { authorization: `Bearer sk_test_sandbox_${key}` };
  return async (path, params) => {
    const body = new URLSearchParams(params);
    const answer = await fetch(`${sandbox}/v1/${path}`, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
}

async function createSubscription(post, database, price) {
  const workspaceId = randomUUID();
  const email = `${workspaceId}@customer.test`;
  await database.query(
    `WITH person AS (INSERT INTO "User" (id, email, name) VALUES ($1, $2, $3) RETURNING id),
       own AS (INSERT INTO "Workspace" (id) SELECT id FROM person)
     INSERT INTO "Member" ("workspaceId", "userId", role) SELECT id, id, 'owner' FROM person`,
    [workspaceId, email, 'Ada'],
  );
  const { id: customer } = await post('customers', { email });
  await database.query(
    `INSERT INTO "Customer" (id, "workspaceId", provider, mode, "externalId") VALUES ($1, $2, 'stripe', 'sandbox', $3)`,
    [randomUUID(), workspaceId, customer],
  );
  const { id: card } = await post('payment_methods/pm_card_visa/attach', { customer });
  const made = await post('subscriptions', { customer, 'items[0][price]': price, default_payment_method: card });
  return made.id;
}
