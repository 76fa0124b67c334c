import { describe, expect, test } from 'vitest';
import { billingOverview } from '@/lib/billing/account/overview';
import { sync } from '@/lib/billing/ledger/sync';
import type { Provider } from '@/lib/billing/types';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { priceOf, sellPrice } from '../fixtures/by-hand';
import { open } from '../fixtures/customer';
import { moveWallet } from '../fixtures/dashboard/dodo/money';
import { createSubscription } from '../fixtures/dashboard/dodo/subscriptions';
import { creditBalance } from '../fixtures/dashboard/stripe/customers';
import { sentEmail } from '../fixtures/email-text';
import { PROVIDERS } from '../fixtures/providers';
import { buys, stage } from '../fixtures/stage';

const scene = stage();
const DAY = 86_400_000;

async function customerOf(provider: Provider): Promise<string> {
  const where = { workspaceId: scene.story().user.id, provider, retiredAt: null };
  return (await db().customer.findFirstOrThrow({ where })).externalId;
}

/** Support gives the customer 5.00 of credit. */
async function giveCredit(provider: Provider): Promise<void> {
  const story = scene.story();
  const customer = await customerOf(provider);
  if (provider === 'stripe') await creditBalance(story.stripe, customer, 500);
  else await moveWallet(story, customer, 500);
}

/** The same, and no webhook reports it. */
async function giveCreditUnheard(provider: Provider): Promise<void> {
  const { world } = scene.story();
  world.kept = [];
  await giveCredit(provider);
  await world.control('deliveries/idle', {});
  world.kept = null;
}

/** Moves to some days before a date, with everything due by then done. */
async function moveBefore(date: Date | null, days: number): Promise<void> {
  const seconds = Math.floor(((date?.getTime() ?? 0) - days * DAY - (await businessNow()).getTime()) / 1000);
  await scene.story().world.control('clock', { advanceSeconds: seconds });
  await scene.story().world.quiet();
}

const held = () => db().subscription.findFirstOrThrow();
const dollars = (cents: bigint) => `$${(Number(cents) / 100).toFixed(2)}`;

describe.each(PROVIDERS)('through %s, a customer who was given 5.00 of credit', (provider) => {
  const yearly = { plan: 'starter', interval: 'year', currency: 'USD', provider } as const;

  test('reads before the renewal what will be charged after that', async () => {
    const story = scene.story();
    await buys(story, yearly);
    await story.world.quiet();
    const { periodEnd, nextChargeAmount } = await held();
    await moveBefore(periodEnd, 8);
    await giveCreditUnheard(provider);
    await moveBefore(periodEnd, 6);
    const left = (nextChargeAmount ?? 0n) - 500n;
    expect(await sentEmail(story.user.id, 'renewing')).toContain(`You’ll be charged ${dollars(left)}`);
  });

  test('reads before the end of their trial what will be charged after that', async () => {
    const story = scene.story();
    await open(story.user, { ...yearly, interval: 'month' });
    const price = await priceOf(provider, 'starter_month');
    if (provider === 'stripe') await sellPrice(story.world, story.user.id, provider, price, { trial_period_days: 14 });
    else await createSubscription(story, { customerId: await customerOf(provider), productId: price, trialDays: 14 });
    await story.world.quiet();
    const { trialEnd, nextChargeAmount, status } = await held();
    expect(status).toBe('trialing');
    await moveBefore(trialEnd, 4);
    await giveCreditUnheard(provider);
    await moveBefore(trialEnd, 2);
    const left = (nextChargeAmount ?? 0n) - 500n;
    expect(await sentEmail(story.user.id, 'trial-ending')).toContain(`We’ll charge ${dollars(left)} to your card`);
  });

  test('sees the next payment after that on the account page once the customer was synced', async () => {
    const story = scene.story();
    await buys(story, { ...yearly, interval: 'month' });
    await story.days(1);
    await giveCredit(provider);
    await story.world.quiet();
    // Dodo has no event about a customer or their wallet: an operator's sync finds it.
    if (provider === 'dodo')
      await sync(provider, { kind: 'customer', id: await customerOf(provider) }, { cause: 'test' });
    const { subscription } = await billingOverview(story.user.id);
    expect(subscription?.nextCharge?.amount).toBe(400n);
  });
});
