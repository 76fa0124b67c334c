import { beforeAll, expect, test } from 'vitest';
import { cancelAtPeriodEnd } from '@/lib/billing/account/cancel';
import type { Provider } from '@/lib/billing/types';
import { db } from '@/lib/db';
import { asOwner } from '../fixtures/as-owner';
import { buy, newCustomer } from '../fixtures/customer';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  // Read once, with the first email.
  process.env.MAILS_FROM_PROVIDER = 'dodo:receipt, stripe:canceled';
  world = await startWorld();
});

async function emailsAt(provider: Provider): Promise<string[]> {
  const user = await newCustomer();
  await buy(world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider });
  await cancelAtPeriodEnd(asOwner(user.id), { feedback: null, comment: null });
  await world.quiet();
  const emails = await db().email.findMany({ where: { userId: user.id }, orderBy: { kind: 'asc' } });
  return emails.map(({ kind }) => kind);
}

test('we don’t send what the provider sends to customers', async () => {
  expect(await emailsAt('dodo')).toEqual(['canceled']);
  expect(await emailsAt('stripe')).toEqual(['receipt']);
});
