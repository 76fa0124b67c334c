import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Export, exportOf, toJson } from '@/lib/account/export';
import { spendCredits } from '@/lib/billing/credits';
import { requestRefund } from '@/lib/billing/refund';
import { db } from '@/lib/db';
import { buy, newCustomer } from '../fixtures/customer';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const schema = readFileSync(new URL('../../prisma/schema.prisma', import.meta.url), 'utf8');
const models = [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, name = '', body = '']) => ({
  name,
  body,
}));
const personal = models.filter(({ body }) => /^ {2}userId\s+String/m.test(body)).map(({ name }) => name);
/** What hangs on a payment or a subscription, under the name it has there. */
const hanging = models.flatMap(({ name, body }) =>
  ['Payment', 'Subscription']
    .filter((of) => new RegExp(`^  \\w+\\s+${of}\\s+@relation`, 'm').test(body))
    .map((of) => ({ name, of })),
);

/** Somebody with a row in every table that can have one. */
async function busyCustomer() {
  const user = await newCustomer();
  await buy(world, user, { plan: 'credits', quantity: 1, currency: 'USD', provider: 'stripe' });
  await spendCredits(user.id, 'one', 1, 'report');
  await buy(world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider: 'dodo' });
  const payment = await db().payment.findFirstOrThrow({ where: { userId: user.id, sku: 'starter_month' } });
  await requestRefund(user.id, payment.id);
  await world.quiet();
  await db().session.create({
    data: { sessionToken: `secret-key-of-${user.id}`, userId: user.id, expires: new Date(Date.now() + 60_000) },
  });
  await db().account.create({
    data: {
      userId: user.id,
      type: 'oauth',
      provider: 'github',
      providerAccountId: user.id,
      access_token: 'secret-token',
    },
  });
  const key = { provider: 'dodo', mode: 'sandbox', userId: user.id, ticket: 1n, createdAt: new Date() } as const;
  await db().licenseKey.create({ data: { ...key, externalId: `lic_${user.id}`, key: 'A-KEY', disabled: false } });
  return user;
}

const rowsOf = async (table: string, userId: string) => {
  const [row] = await db().$queryRawUnsafe<{ count: number }[]>(
    `SELECT count(*)::int AS count FROM "${table}" WHERE "userId" = $1`,
    userId,
  );
  return row?.count ?? 0;
};

test('everything of a person is in their file, from every table of the schema, and nothing of anybody else', async () => {
  const [user, other] = [await busyCustomer(), await busyCustomer()];
  const exported = await exportOf(user.id);
  const tables: Partial<Record<string, readonly unknown[]>> = exported.tables;
  expect(personal.length).toBeGreaterThan(9);
  for (const table of personal) {
    expect(await rowsOf(table, user.id), `${table} of this person`).toBeGreaterThan(0);
    expect(tables[table]?.length, table).toBe(await rowsOf(table, user.id));
  }
  expect(exported.tables.User).toMatchObject([{ id: user.id, email: user.email }]);
  const file = toJson(exported);
  expect(JSON.parse(file)).toMatchObject({
    tables: { Payment: expect.arrayContaining([expect.objectContaining({ amount: 900 })]) },
  });
  for (const foreign of [other.id, other.email]) expect(file).not.toContain(foreign);
  for (const secret of ['secret-key', 'secret-token']) expect(file).not.toContain(secret);
});

test('what hangs on a payment or a subscription comes along', async () => {
  const { tables } = await exportOf((await busyCustomer()).id);
  const along: Record<string, Export['tables']['Payment'] | Export['tables']['Subscription']> = {
    Payment: tables.Payment,
    Subscription: tables.Subscription,
  };
  const names = {
    Refund: 'refunds',
    Dispute: 'disputes',
    SubscriptionTransition: 'transitions',
    DelinquencyCase: 'cases',
  };
  const wanted = hanging.filter(({ name }) => !personal.includes(name));
  expect(wanted.map(({ name }) => name).sort()).toEqual(Object.keys(names).sort());
  for (const { name, of } of wanted) {
    const field = Object.entries(names).find(([model]) => model === name)?.[1] ?? '';
    expect(
      along[of]?.every((row) => field in row),
      `${name} in ${of}`,
    ).toBe(true);
  }
  expect(tables.Payment.flatMap(({ refunds }) => refunds)).toHaveLength(1);
  expect(tables.Subscription.flatMap(({ transitions }) => transitions).length).toBeGreaterThan(0);
});
