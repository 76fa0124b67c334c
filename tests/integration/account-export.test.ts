import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { exportAccount } from '@/lib/account/export';
import { spendCredits } from '@/lib/billing/access/credits';
import { requestRefund } from '@/lib/billing/account/refund';
import { giveAccess } from '@/lib/billing/operators/give-access';
import { giveCredits } from '@/lib/billing/operators/give-credits';
import { db } from '@/lib/db';
import { asOwner } from '../fixtures/as-owner';
import { buy, newCustomer } from '../fixtures/customer';
import { readExport } from '../fixtures/exported';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});

const schema = readFileSync(new URL('../../prisma/schema.prisma', import.meta.url), 'utf8');
const models = [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, name = '', body = '']) => ({
  name,
  body,
}));
/** Tables whose rows belong to a person or to their workspace, with the column that says so. */
const personal = models.flatMap(({ name, body }) =>
  ['userId', 'workspaceId']
    .filter((column) => new RegExp(`^  ${column}\\s+String\\s`, 'm').test(body))
    .slice(0, 1)
    .map((column) => ({ name, column })),
);
/** Rows that belong to a payment or a subscription, under the name they have there. */
const hanging = models.flatMap(({ name, body }) =>
  ['Payment', 'Subscription']
    .filter((of) => new RegExp(`^  \\w+\\s+${of}\\s+@relation`, 'm').test(body))
    .map((of) => ({ name, of })),
);

/** A user with a row in every table that can have one. */
async function busyCustomer() {
  const user = await newCustomer();
  await buy(world, user, { plan: 'credits', quantity: 1, currency: 'USD', provider: 'stripe' });
  await spendCredits(user.id, 'one', 1, 'report');
  await giveCredits({ workspaceId: user.id, key: randomUUID(), amount: 1, reason: 'an outage', actor: 'command line' });
  await buy(world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider: 'dodo' });
  const given = { workspaceId: user.id, key: randomUUID(), plan: 'pro', days: 1, reason: 'an outage' } as const;
  await giveAccess({ ...given, actor: 'command line' });
  const sold = await db().subscription.findFirstOrThrow({ where: { workspaceId: user.id } });
  const contract = { provider: sold.provider, mode: sold.mode, externalId: sold.externalId };
  const decided = { priceExternalId: 'price_1', sku: 'pro_month', reason: 'sold by phone', actor: 'admin:secret' };
  await db().adoptedContract.create({ data: { ...contract, ...decided } });
  const payment = await db().payment.findFirstOrThrow({ where: { workspaceId: user.id, sku: 'starter_month' } });
  await requestRefund(asOwner(user.id), payment.id);
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
  const key = { provider: 'dodo', mode: 'sandbox', workspaceId: user.id, ticket: 1n, createdAt: new Date() } as const;
  const days = { plan: 'pro', from: new Date(0), until: new Date(86_400_000), reason: 'a test', actor: 'test' };
  await db().givenAccess.create({ data: { workspaceId: user.id, mode: 'sandbox', key: `gift_${user.id}`, ...days } });
  const expiresAt = new Date(Date.now() + 60_000);
  const invited = { workspaceId: user.id, email: `friend-of-${user.email}`, invitedById: user.id };
  await db().invitation.create({
    data: { ...invited, role: 'member', tokenHash: `secret-hash-${user.id}`, expiresAt },
  });
  await db().licenseKey.create({ data: { ...key, externalId: `lic_${user.id}`, key: 'A-KEY', disabled: false } });
  return user;
}

const rowsOf = async ({ name, column }: (typeof personal)[number], id: string) => {
  const [row] = await db().$queryRawUnsafe<{ count: number }[]>(
    `SELECT count(*)::int AS count FROM "${name}" WHERE "${column}" = $1`,
    id,
  );
  return row?.count ?? 0;
};

test('the export contains all data of a person, from every table of the schema, and none of anyone else', async () => {
  const [user, other] = [await busyCustomer(), await busyCustomer()];
  const { text, tables, rowsOf: exportedOf } = await readExport(await exportAccount(user.id));
  expect(personal.length).toBeGreaterThan(9);
  for (const table of personal) {
    expect(await rowsOf(table, user.id), `${table.name} of this person`).toBeGreaterThan(0);
    expect(exportedOf(table.name).length, table.name).toBe(await rowsOf(table, user.id));
  }
  expect(tables.User).toMatchObject([{ id: user.id, email: user.email }]);
  expect(tables.AdoptedContract).toMatchObject([{ sku: 'pro_month', reason: 'sold by phone' }]);
  expect(tables.Payment).toEqual(expect.arrayContaining([expect.objectContaining({ amount: 900 })]));
  expect(text).toBe(JSON.stringify(JSON.parse(text), null, 2));
  for (const foreign of [other.id, other.email]) expect(text).not.toContain(foreign);
  for (const secret of ['secret-key', 'secret-token', 'secret-hash']) expect(text).not.toContain(secret);
});

test('rows that belong to a payment or a subscription are included', async () => {
  const { rowsOf: exportedOf } = await readExport(await exportAccount((await busyCustomer()).id));
  const names = {
    Refund: 'refunds',
    Dispute: 'disputes',
    SubscriptionTransition: 'transitions',
    DelinquencyCase: 'cases',
  };
  const wanted = hanging.filter(({ name }) => !personal.some((table) => table.name === name));
  expect(wanted.map(({ name }) => name).sort()).toEqual(Object.keys(names).sort());
  for (const { name, of } of wanted) {
    const field = Object.entries(names).find(([model]) => model === name)?.[1] ?? '';
    expect(
      exportedOf(of).every((row) => field in row),
      `${name} in ${of}`,
    ).toBe(true);
  }
  expect(exportedOf('Payment').flatMap(({ refunds }) => refunds)).toHaveLength(1);
  expect(exportedOf('Subscription').flatMap(({ transitions }) => transitions).length).toBeGreaterThan(0);
});
