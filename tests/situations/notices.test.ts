import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { cancelAtPeriodEnd } from '@/lib/billing/account/cancel';
import { changePlan, previewChange, undoChange } from '@/lib/billing/account/change';
import { sync } from '@/lib/billing/ledger/sync';
import type { Provider } from '@/lib/billing/types';
import { db } from '@/lib/db';
import { asOwner } from '../fixtures/as-owner';
import { type CardChange, changeCards } from '../fixtures/card';
import { buy, newCustomer } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

const DAY = 86_400_000;

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

const sent = async (userId: string, kind: string) =>
  db().email.findMany({ where: { userId, kind, status: 'sent' }, orderBy: { sentAt: 'asc' } });

/** A customer who pays yearly. `days` counts back from the renewal. */
async function yearly(provider: Provider) {
  const user = await newCustomer();
  await buy(world, user, { plan: 'starter', interval: 'year', currency: 'EUR', provider });
  const { externalId, periodEnd } = await db().subscription.findFirstOrThrow({ where: { workspaceId: user.id } });
  const { externalId: customer } = await db().customer.findFirstOrThrow({ where: { workspaceId: user.id, provider } });
  const renewsAt = periodEnd ?? new Date(0);
  return {
    ...user,
    renewsAt,
    async card(change: CardChange, { told }: { told: boolean }) {
      changeCards(world, provider, customer, change);
      if (told) await sync(provider, { kind: 'subscription', id: externalId }, { cause: 'test' });
    },
    async before(days: number) {
      await world.control('clock', { to: new Date(renewsAt.getTime() - days * DAY).toISOString() });
      await world.quiet();
    },
  };
}

/** The month this many days before a renewal. */
function monthBefore(at: Date, days: number) {
  const then = new Date(at.getTime() - days * DAY);
  return { month: then.getUTCMonth() + 1, year: then.getUTCFullYear() };
}

describe.each(PROVIDERS)('through %s', (provider) => {
  test('a card that expires before the renewal is announced thirty and seven days ahead', async () => {
    const user = await yearly(provider);
    await user.card({ expires: monthBefore(user.renewsAt, 40) }, { told: true });
    await user.before(31);
    expect(await sent(user.id, 'card-expiring')).toEqual([]);
    await user.before(29);
    const [first, ...more] = await sent(user.id, 'card-expiring');
    expect(first).toMatchObject({ snapshot: { renewsAt: user.renewsAt.toISOString(), what: 'Starter (yearly)' } });
    expect(more).toEqual([]);
    await user.before(6);
    expect(await sent(user.id, 'card-expiring')).toHaveLength(2);
    expect(await sent(user.id, 'renewing')).toHaveLength(1);
  });

  test('a card that the bank replaced in time, without a webhook, ends the warnings', async () => {
    const user = await yearly(provider);
    await user.card({ expires: monthBefore(user.renewsAt, 40) }, { told: true });
    await user.before(29);
    await user.card({ expires: monthBefore(user.renewsAt, -40) }, { told: false });
    await user.before(6);
    expect(await sent(user.id, 'card-expiring')).toHaveLength(1);
    expect(await sent(user.id, 'renewing')).toHaveLength(1);
  });

  test('a card replaced by one that expires too early, too, is announced once each time', async () => {
    const user = await yearly(provider);
    await user.card({ expires: monthBefore(user.renewsAt, 100) }, { told: true });
    await user.card({ expires: monthBefore(user.renewsAt, 40) }, { told: true });
    await user.before(29);
    expect(await sent(user.id, 'card-expiring')).toHaveLength(1);
    await user.before(6);
    expect(await sent(user.id, 'card-expiring')).toHaveLength(2);
  });

  test('a customer who has canceled gets no warning about a card that will not be charged', async () => {
    const user = await yearly(provider);
    await user.card({ expires: monthBefore(user.renewsAt, 40) }, { told: true });
    await cancelAtPeriodEnd(asOwner(user.id), { feedback: null, comment: null });
    await user.before(6);
    expect(await sent(user.id, 'card-expiring')).toEqual([]);
    expect(await sent(user.id, 'renewing')).toEqual([]);
  });

  test('scheduling a change sends a confirmation, and so does undoing it', async () => {
    const user = await newCustomer();
    await buy(world, user, { plan: 'starter', interval: 'year', currency: 'EUR', provider });
    const to = { plan: 'starter', interval: 'month' } as const;
    const preview = await previewChange(user.id, to);
    expect(preview).toMatchObject({ when: 'period_end' });
    await changePlan(asOwner(user.id), to, preview.terms);
    await world.quiet();
    expect(await sent(user.id, 'change-planned')).toMatchObject([
      { snapshot: { from: 'Starter (yearly)', to: 'Starter (monthly)' } },
    ]);
    await undoChange(asOwner(user.id));
    await world.quiet();
    expect(await sent(user.id, 'change-undone')).toMatchObject([{ snapshot: { planned: 'Starter (monthly)' } }]);
    expect(await sent(user.id, 'plan-changed')).toEqual([]);
  });
});
