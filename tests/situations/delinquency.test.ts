import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { decideAccess, type Level } from '@/lib/billing/access/decide';
import { loadFacts } from '@/lib/billing/access/facts';
import type { CheckoutInput } from '@/lib/billing/checkout/start';
import type { Provider } from '@/lib/billing/types';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { changeCards } from '../fixtures/card';
import { buy, GOOD_CARD, newCustomer } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

const DAY = 86_400_000;
const DECLINED = '4000000000000341';
const LOST = '4000000000009987';
const ASKS_EVERY_TIME = '4000002760003184';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.restart());

/** Days after the first failure; the emails sent on the days since the previous row; the customer's access. */
type Row = readonly [days: number, emails: readonly string[], level: Level];

const SOFT: Record<Provider, readonly Row[]> = {
  // Stripe retries after 32, 80, 128, 176 … hours.
  stripe: [
    [0.1, ['payment-failed'], 'full'],
    [1.5, [], 'full'],
    [3.5, ['payment-failed'], 'full'],
    [5.5, [], 'full'],
    [6.9, [], 'full'],
    [7.1, ['access-limited'], 'read_only'],
    [7.5, ['payment-failed'], 'read_only'],
    [11.9, [], 'read_only'],
    [12.1, ['final-notice'], 'read_only'],
    [14.2, ['ended'], 'none'],
    [40, [], 'none'],
  ],
  // Dodo, where retries are enabled, after 12, 36, 84, 156, and 252 hours.
  dodo: [
    [0.1, ['payment-failed'], 'full'],
    [0.7, [], 'full'],
    [1.7, ['payment-failed'], 'full'],
    [3.7, [], 'full'],
    [6.7, ['payment-failed'], 'full'],
    [7.1, ['access-limited'], 'read_only'],
    [11.9, [], 'read_only'],
    [12.1, ['final-notice'], 'read_only'],
    [14.2, ['ended'], 'none'],
    [40, [], 'none'],
  ],
};

/** A card that can't be charged again, or a bank that requires the customer: no retries, so no further emails. */
const notTriedAgain = (first: string): readonly Row[] => [
  [0.1, [first], 'full'],
  [6.9, [], 'full'],
  [7.1, ['access-limited'], 'read_only'],
  [11.9, [], 'read_only'],
  [12.1, ['final-notice'], 'read_only'],
  [14.2, ['ended'], 'none'],
];

const level = async (userId: string) => decideAccess(await loadFacts(userId), await businessNow()).level;
const cases = (userId: string) => db().delinquencyCase.findMany({ where: { subscription: { workspaceId: userId } } });
const sentTo = async (userId: string) =>
  (await db().email.findMany({ where: { userId, status: 'sent' }, orderBy: [{ sentAt: 'asc' }, { id: 'asc' }] })).map(
    ({ kind }) => kind,
  );

/** A customer whose first renewal has just failed because their card was replaced. */
async function owing(provider: Provider, number: string) {
  const user = await newCustomer();
  const starter: CheckoutInput = { plan: 'starter', interval: 'month', currency: 'USD', provider };
  await buy(world, user, starter);
  const { externalId: customer } = await db().customer.findFirstOrThrow({ where: { workspaceId: user.id, provider } });
  changeCards(world, provider, customer, { number });
  const before = (await sentTo(user.id)).length;
  const held = await db().subscription.findFirstOrThrow({ where: { workspaceId: user.id } });
  const moveTo = async (at: Date) => {
    await world.control('clock', { to: at.toISOString() });
    await world.quiet();
  };
  // Stripe collects an hour after the period began.
  await moveTo(new Date((held.periodEnd ?? new Date(0)).getTime() + 0.06 * DAY));
  const [opened] = await cases(user.id);
  if (opened === undefined) throw new Error('nothing failed');
  return {
    userId: user.id,
    customer,
    opened,
    subscriptionId: held.id,
    to: (days: number) => moveTo(new Date(opened.openedAt.getTime() + days * DAY)),
    told: async () => (await sentTo(user.id)).slice(before),
  };
}

async function goesBy(rows: readonly Row[], case_: Awaited<ReturnType<typeof owing>>): Promise<void> {
  const seen: Row[] = [];
  let known = 0;
  for (const [days] of rows) {
    await case_.to(days);
    const told = await case_.told();
    seen.push([days, told.slice(known), await level(case_.userId)]);
    known = told.length;
  }
  expect(seen).toEqual(rows);
}

describe.each(PROVIDERS)('a renewal that fails through %s', (provider) => {
  beforeEach(() => world.control('dodo/switches', { auto_retries: 'on' }));

  test('emails the customer once, and again with the second and the fourth retry; then it ends step by step', async () => {
    const late = await owing(provider, DECLINED);
    expect(late.opened).toMatchObject({ declineClass: 'soft', state: 'open', attempts: 1 });
    await goesBy(SOFT[provider], late);
    expect(await cases(late.userId)).toMatchObject([{ state: 'exhausted' }]);
    expect(await db().subscription.findUniqueOrThrow({ where: { id: late.subscriptionId } })).toMatchObject({
      status: 'ended',
      isCurrent: false,
    });
  });

  test('for a lost card sends one email: only another card helps', async () => {
    const late = await owing(provider, LOST);
    expect(late.opened).toMatchObject({ declineClass: 'hard' });
    await goesBy(notTriedAgain('payment-failed'), late);
  });

  test('because the bank requires the customer sends an email that says so', async () => {
    const late = await owing(provider, ASKS_EVERY_TIME);
    expect(late.opened).toMatchObject({ declineClass: 'action' });
    await goesBy(notTriedAgain('action-required').slice(0, 3), late);
  });

  test('and then succeeds after all restores access, and no scheduled step is sent', async () => {
    const late = await owing(provider, DECLINED);
    await late.to(8);
    expect(await level(late.userId)).toBe('read_only');
    changeCards(world, provider, late.customer, { number: GOOD_CARD });
    await late.to(11);
    expect(await level(late.userId)).toBe('full');
    expect(await cases(late.userId)).toMatchObject([{ state: 'recovered' }]);
    expect((await late.told()).slice(-2).sort()).toEqual(['receipt', 'recovered']);
    await late.to(20);
    expect(await late.told()).not.toContain('final-notice');
    expect(await db().email.count({ where: { userId: late.userId, kind: 'final-notice', status: 'dropped' } })).toBe(1);
  });

  test('ends at the provider first: while the provider is away, the customer keeps their access', async () => {
    await world.control('stripe/settings', { afterLastRetry: 'past_due' });
    const late = await owing(provider, DECLINED);
    await late.to(13.9);
    await world.control('faults', { kind: '500', provider });
    await late.to(14.2);
    expect(await level(late.userId)).toBe('read_only');
    expect(await cases(late.userId)).toMatchObject([{ state: 'open' }]);
    await world.calm();
    await db().operation.updateMany({ where: { workspaceId: late.userId }, data: { nextAttemptAt: new Date(0) } });
    await world.quiet();
    expect(await level(late.userId)).toBe('none');
    expect(await cases(late.userId)).toMatchObject([{ state: 'exhausted' }]);
    expect((await late.told()).filter((kind) => kind === 'ended')).toHaveLength(1);
    await world.control('stripe/settings', { afterLastRetry: 'cancel' });
  });
});
