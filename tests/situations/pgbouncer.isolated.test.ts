import { afterAll, describe, expect, test } from 'vitest';
import { cancelAtPeriodEnd } from '@/lib/billing/account/cancel';
import { cleanUp } from '@/lib/cleanup';
import { db } from '@/lib/db';
import { assertHealthy } from '@/lib/health';
import { runJob } from '@/lib/jobs';
import { asOwner } from '../fixtures/as-owner';
import { buy, ledgerOf, newCustomer } from '../fixtures/customer';
import { type Pooler, startPgBouncer } from '../fixtures/pgbouncer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

// `npm test` requires nothing but Node and npm: vitest.config.ts omits this where PgBouncer is not installed.
describe('behind PgBouncer in transaction mode', () => {
  let pooler: Pooler;
  let world: TestWorld;
  afterAll(async () => {
    await db().$disconnect();
    await pooler?.close();
  });

  test('customers buy and cancel, the jobs run, and every transaction is in UTC', async () => {
    pooler = await startPgBouncer(new URL(process.env.DATABASE_URL ?? ''));
    Object.assign(process.env, { DATABASE_URL: `${pooler.url}?pgbouncer=true` });
    world = await startWorld();
    const users = await Promise.all([1, 2, 3].map(newCustomer));
    for (const provider of PROVIDERS) {
      const [user] = users.splice(0, 1);
      if (user === undefined) throw new Error('a customer for each provider');
      await buy(world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider });
      await cancelAtPeriodEnd(asOwner(user.id), { feedback: 'other', comment: '' });
      await world.quiet();
      expect((await ledgerOf(user.id)).subscriptions).toMatchObject([{ status: 'active', isCurrent: true }]);
    }
    await assertHealthy();
    await cleanUp();
    expect(await runJob('billing')).toEqual({ ran: true });
    const zones = await Promise.all(
      Array.from({ length: 20 }, () => db().$queryRaw<{ zone: string }[]>`SELECT current_setting('TimeZone') AS zone`),
    );
    expect(new Set(zones.map(([row]) => row?.zone))).toEqual(new Set(['UTC']));
  });
});
