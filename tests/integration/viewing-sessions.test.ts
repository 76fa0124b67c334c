import { expect, test } from 'vitest';
import { deleteAccount } from '@/lib/account/delete';
import { endOtherSessions } from '@/lib/account/sessions';
import { startViewing } from '@/lib/auth/viewing';
import { cleanUp } from '@/lib/cleanup';
import { db } from '@/lib/db';
import { endAllSessions } from '@/lib/operators/end-sessions';
import { asOwner } from '../fixtures/as-owner';
import { newCustomer } from '../fixtures/customer';
import { inScope } from '../fixtures/request-scope';

/** An operator with a session that shows a customer's pages, and one that shows none. */
async function viewing() {
  const [operator, customer] = [await newCustomer(), await newCustomer()];
  const key = crypto.randomUUID();
  const expires = new Date(Date.now() + 60_000);
  const data = [key, crypto.randomUUID()].map((sessionToken) => ({ sessionToken, userId: operator.id, expires }));
  await db().session.createMany({ data });
  await startViewing(key, operator.id, asOwner(customer.id));
  return { operator, customer, key };
}

const ended = async (userId: string) =>
  (await db().auditLog.findMany({ where: { actor: `admin:${userId}`, action: 'customer.view-ended' } })).map(
    ({ target, detail }) => ({ target, detail }),
  );

const WAYS = {
  'everywhere, by an operator': async ({ operator }) => endAllSessions(operator.id, 'command line'),
  'on their other devices': async ({ operator }) =>
    inScope(new Request('http://localhost'), async () => Response.json(await endOtherSessions(operator.id))),
  'with their account': async ({ operator }) => deleteAccount(operator.id),
  'because it expires': async ({ key }) => {
    await db().session.update({ where: { sessionToken: key }, data: { expires: new Date(0) } });
    await cleanUp();
  },
} satisfies Record<string, (of: Awaited<ReturnType<typeof viewing>>) => Promise<unknown>>;

test.each(Object.entries(WAYS))('a view whose session ends %s is in the audit log with its end', async (_way, end) => {
  const made = await viewing();
  await end(made);
  expect(await db().session.count({ where: { sessionToken: made.key } })).toBe(0);
  expect(await ended(made.operator.id)).toMatchObject([{ target: made.customer.id, detail: { how: 'session ended' } }]);
});

test('a view that could not begin, because its session is gone, is not in the audit log', async () => {
  const [operator, customer] = [await newCustomer(), await newCustomer()];
  await startViewing(crypto.randomUUID(), operator.id, asOwner(customer.id));
  expect(await db().auditLog.count({ where: { actor: `admin:${operator.id}` } })).toBe(0);
});
