import { describe, expect, test } from 'vitest';
import { cancelAtPeriodEnd as cancelOnAccountPage } from '@/lib/billing/account/cancel';
import { db } from '@/lib/db';
import { asOwner } from '../fixtures/as-owner';
import { dashboard } from '../fixtures/by-hand';
import { changeCards } from '../fixtures/card';
import { moveNextBillingDate } from '../fixtures/dashboard/dodo/subscriptions';
import { cancelAt } from '../fixtures/dashboard/stripe/subscriptions';
import { sentEmail } from '../fixtures/email-text';
import { PROVIDERS } from '../fixtures/providers';
import { buys, stage } from '../fixtures/stage';
import { DAY, nowSeconds, subscribes } from './dashboard/stripe/at-stripe';

const scene = stage();
const DECLINED = '4000000000000341';
const canceledEmails = () =>
  db().email.count({ where: { userId: scene.story().user.id, kind: 'canceled', status: 'sent' } });

async function cancelByHand(provider: 'stripe' | 'dodo', id: string): Promise<void> {
  const { stripe, dodo } = dashboard();
  if (provider === 'stripe') await stripe.subscriptions.update(id, { cancel_at_period_end: true });
  else await dodo.subscriptions.update(id, { cancel_at_next_billing_date: true });
}

describe.each(PROVIDERS)('through %s, the email about a cancellation', (provider) => {
  const starter = { plan: 'starter', interval: 'month', currency: 'USD', provider } as const;

  test('promises full access and no more charges when the subscription ends with the paid period', async () => {
    const { world, user } = scene.story();
    await buys(scene.story(), starter);
    await world.quiet();
    await cancelOnAccountPage(asOwner(user.id), { feedback: null, comment: null });
    await world.quiet();
    const text = await sentEmail(user.id, 'canceled');
    expect(text).toContain('Your subscription was canceled');
    expect(text).toMatch(/You have full access until April 1, \d{4}, and you won’t be charged again\./);
  });

  test('is sent again when the end moves to another day', async () => {
    const story = scene.story();
    await buys(story, starter);
    await story.world.quiet();
    const { externalId } = await db().subscription.findFirstOrThrow();
    await cancelByHand(provider, externalId);
    await story.world.quiet();
    const later = (await nowSeconds()) + 40 * DAY;
    if (provider === 'stripe') await cancelAt(story.stripe, externalId, later);
    else await moveNextBillingDate(story, externalId, new Date(later * 1000));
    await story.world.quiet();
    expect(await canceledEmails()).toBe(2);
    const text = await sentEmail(story.user.id, 'canceled');
    expect(text).toMatch(/Your subscription now ends on April 10, \d{4}/);
    expect(text).toContain('The end date of Starter (monthly) has changed.');
    await story.world.quiet();
    expect(await canceledEmails()).toBe(2);
  });
});

test('an end three renewals away is announced with the payments until then (Dodo ends at the next renewal only)', async () => {
  const story = scene.story();
  const { subscription } = await subscribes(story);
  await cancelAt(story.stripe, subscription.id, (await nowSeconds()) + 107 * DAY);
  await story.world.quiet();
  const text = await sentEmail(story.user.id, 'canceled');
  expect(text).toMatch(
    /It ends on June 16, \d{4}\. Until then, it renews as usual\. Your next payment is \$9\.00 on April 1, \d{4} \(UTC\)\./,
  );
  expect(text).not.toMatch(/full access|won’t be charged/);
});

test('to a customer whose payment is late it claims no full access, and says what is due (Dodo schedules no end while on hold)', async () => {
  const story = scene.story();
  const { customer, subscription } = await subscribes(story);
  changeCards(story.world, 'stripe', customer, { number: DECLINED });
  await story.days(31.1);
  await story.world.quiet();
  expect(await db().subscription.findFirst()).toMatchObject({ status: 'past_due' });
  await cancelByHand('stripe', subscription.id);
  await story.world.quiet();
  const text = await sentEmail(story.user.id, 'canceled');
  expect(text).toMatch(/It ends on .+ and won’t renew\. Your overdue payment is still due\./);
  expect(text).not.toMatch(/full access|charged again/);
});
