import { expect, test } from 'vitest';
import { cancelTerms } from '@/lib/billing/account/cancel-terms';
import { changePlan, previewChange } from '@/lib/billing/account/change';
import { operatorCancel } from '@/lib/billing/operators/cancel';
import { db } from '@/lib/db';
import { asOwner } from '../../../fixtures/as-owner';
import { saveCard } from '../../../fixtures/dashboard/stripe/customers';
import {
  backdateSubscription,
  cancelAt,
  moveNextCharge,
  scheduleForYear,
} from '../../../fixtures/dashboard/stripe/subscriptions';
import { buys, stage } from '../../../fixtures/stage';
import {
  DAY,
  emailsTo,
  nowSeconds,
  openAlerts,
  opened,
  ourPrice,
  paidAtStripe,
  starter,
  starterYear,
  subscribes,
} from './at-stripe';

const scene = stage();

test('an end scheduled 3.5 months ahead: every month until then is charged, and access follows the payments', async () => {
  const story = scene.story();
  const { customer, subscription } = await subscribes(story);
  const paidUntil = (subscription.items.data[0]?.current_period_end ?? 0) * 1000;
  await cancelAt(story.stripe, subscription.id, (await nowSeconds()) + 107 * DAY);
  const now = await opened(story);
  expect(now).toMatchObject({ plan: 'starter', level: 'full' });
  // The paid month and the days of grace, not the scheduled end.
  expect(now.until?.getTime()).toBeLessThan(paidUntil + 10 * DAY * 1000);
  await story.days(32);
  expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
  expect((await paidAtStripe(story, customer)).paid).toBe(1800);
});

test.each(['Lifetime', 'an operator’s cancellation'] as const)(
  'an end scheduled 3.5 months ahead: %s ends it with the paid month',
  async (ends) => {
    const story = scene.story();
    const { customer, subscription } = await subscribes(story);
    await cancelAt(story.stripe, subscription.id, (await nowSeconds()) + 107 * DAY);
    await opened(story);
    if (ends === 'Lifetime') await buys(story, { plan: 'lifetime', currency: 'USD', provider: 'stripe' });
    else {
      const { terms } = await cancelTerms(story.user.id);
      await operatorCancel({
        ...{ workspaceId: story.user.id, when: 'period_end', terms, reason: 'a promise', actor: 'admin:1' },
      });
    }
    await opened(story);
    await story.days(70);
    await opened(story);
    expect((await story.stripe.subscriptions.retrieve(subscription.id)).status).toBe('canceled');
    expect((await paidAtStripe(story, customer)).paid).toBe(ends === 'Lifetime' ? 900 + 59_000 : 900);
  },
);

test('a smaller plan is for the end of the paid month, also when a schedule in the dashboard spans a year', async () => {
  const story = scene.story();
  const { subscription } = await subscribes(story, { ...starter, plan: 'pro' });
  await story.days(20);
  await scheduleForYear(story.stripe, subscription.id);
  await opened(story);
  const to = { plan: 'starter', interval: 'month' } as const;
  const preview = await previewChange(story.user.id, to);
  await changePlan(asOwner(story.user.id), to, preview.terms);
  await opened(story);
  const held = await db().subscription.findFirstOrThrow({ where: { externalId: subscription.id } });
  expect(held).toMatchObject({ pendingSku: 'starter_month', pendingAt: preview.startsAt });
  await story.days(32);
  expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
});

test('an end scheduled ahead opens nothing for an unpaid month', async () => {
  const story = scene.story();
  const { customer, subscription } = await subscribes(story);
  await cancelAt(story.stripe, subscription.id, (await nowSeconds()) + 107 * DAY);
  await saveCard(story.stripe, customer, 'pm_card_chargeCustomerFail');
  await story.days(31 + 9);
  expect((await opened(story)).level).not.toBe('full');
});

test('an import that began 200 days ago next to a paid year: the year stays, nothing is refunded, an alert is raised', async () => {
  const story = scene.story();
  const { customer, subscription } = await subscribes(story, starterYear);
  await saveCard(story.stripe, customer);
  const since = (await nowSeconds()) - 200 * DAY;
  const imported = await backdateSubscription(
    story.stripe,
    customer,
    await ourPrice('starter_month'),
    since,
    since + 211 * DAY,
  );
  expect(imported.start_date).toBeLessThan(subscription.start_date);
  expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
  await story.days(2);
  await opened(story);
  for (const { id } of [subscription, imported]) {
    expect((await story.stripe.subscriptions.retrieve(id)).status).toBe('active');
  }
  expect((await paidAtStripe(story, customer)).refunded).toBe(0);
  expect(await openAlerts()).toHaveLength(1);
});

test('moving the next charge gives no trial to a customer who has paid', async () => {
  const story = scene.story();
  const { customer, subscription } = await subscribes(story);
  await story.days(5);
  await moveNextCharge(story.stripe, subscription.id, (await nowSeconds()) + 40 * DAY);
  const moved = await opened(story);
  expect(moved).toMatchObject({ plan: 'starter', level: 'full' });
  expect(moved.reason).not.toBe('trial');
  await story.days(39);
  expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
  expect((await emailsTo(story)).map(({ kind }) => kind)).not.toContain('trial-ending');
  await story.days(2);
  expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full', reason: 'paid' });
  expect((await paidAtStripe(story, customer)).paid).toBe(1800);
});
