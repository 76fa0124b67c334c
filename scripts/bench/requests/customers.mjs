import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readSite } from '../../lib/site.mjs';

const DAY = 86_400_000;

/**
 * Customers on Pro for a year, each with twelve payments and a grant of credits of which some are spent, and a session.
 * Returns their cookies.
 */
export async function createCustomers(database, count) {
  // The sandbox knows none of them, so a comparison with it would end their subscriptions.
  await database.query(
    `INSERT INTO "JobLease" (job, token, until, "lastRunAt") VALUES ('reconcile', 'bench', now(), now())
     ON CONFLICT (job) DO UPDATE SET "lastRunAt" = now()`,
  );
  const cookies = [];
  while (cookies.length < count) cookies.push(await createCustomer(database));
  return cookies;
}

async function createCustomer(database) {
  const insert = (table, values) => {
    const names = Object.keys(values);
    const places = names.map((_, index) => `$${index + 1}`);
    const columns = names.map((name) => `"${name}"`);
    return database.query(
      `INSERT INTO "${table}" (${columns}) VALUES (${places})`,
      names.map((name) => values[name]),
    );
  };
  const [workspaceId, subscriptionId, token] = [randomUUID(), randomUUID(), randomBytes(32).toString('base64url')];
  const now = Date.now();
  const at = (days) => new Date(now + days * DAY).toISOString();
  const of = { provider: 'stripe', mode: 'sandbox' };
  await insert('User', { id: workspaceId, email: `${workspaceId}@customer.test`, name: 'Ada' });
  await insert('Workspace', { id: workspaceId });
  await insert('Member', { workspaceId, userId: workspaceId, role: 'owner' });
  const sessionToken = createHash('sha256').update(token).digest('base64url');
  await insert('Session', { sessionToken, userId: workspaceId, expires: at(1) });
  await insert('Customer', { id: randomUUID(), workspaceId, ...of, externalId: `cus_${workspaceId}` });
  const span = { sku: 'pro_year', quantity: 1, from: at(-30), until: at(335), standing: 'clear', invoices: ['in_1'] };
  await insert('Subscription', {
    ...{ id: subscriptionId, workspaceId, ...of, externalId: `sub_${workspaceId}`, ticket: 1, syncedAt: at(0) },
    ...{ status: 'active', providerStatus: 'active', sku: 'pro_year', priceExternalId: 'price_1', quantity: 1 },
    ...{ currency: 'USD', amount: 29000, startedAt: at(-30), periodStart: at(-30), periodEnd: at(335) },
    ...{ paidUntil: at(335), nextChargeAt: at(335), nextChargeAmount: 29000, interval: 'year', intervalCount: 1 },
    coverage: JSON.stringify({ spans: [span], disputed: false, unbilled: false }),
    holdsSlot: true,
  });
  const payment = (number, more) => ({
    ...{
      id: randomUUID(),
      workspaceId,
      ...of,
      externalId: `pi_${workspaceId}_${number}`,
      ticket: 1,
      status: 'succeeded',
    },
    ...{ providerStatus: 'succeeded', amount: 29000, currency: 'USD', createdAt: at(-30 * number) },
    ...{ paidAt: at(-30 * number), cardBrand: 'visa', cardLast4: '4242', ...more },
  });
  for (let number = 1; number < 12; number += 1)
    await insert('Payment', payment(number, { subscriptionId, sku: 'pro_year' }));
  const credits = payment(12, { sku: 'credits', amount: 1000 });
  await insert('Payment', credits);
  await insert('Grant', {
    ...{ id: randomUUID(), workspaceId, paymentId: credits.id, mode: 'sandbox', sku: 'credits', quantity: 50 },
  });
  for (let number = 0; number < 10; number += 1)
    await insert('CreditSpend', {
      ...{ id: randomUUID(), workspaceId, mode: 'sandbox', key: `report:${number}`, amount: 1, purpose: 'Report' },
      createdAt: at(-number),
    });
  const { id } = await readSite();
  return `${id}.session=${token}`;
}
