import { describe, expect, test } from 'vitest';
import { billingOverview } from '@/lib/billing/account/overview';
import { saveCard } from '../../../fixtures/dashboard/stripe/customers';
import { billExtra, latestInvoice, markPaidOutOfBand } from '../../../fixtures/dashboard/stripe/invoices';
import { pauseCollection, sendNet30Invoice } from '../../../fixtures/dashboard/stripe/subscriptions';
import { stage } from '../../../fixtures/stage';
import { customerAlone, DAY, emailsTo, nowSeconds, opened, ourPrice, subscribes } from './at-stripe';

const scene = stage();

describe('invoices that are sent', () => {
  test('Pro by invoice with 30 days: open until the invoice is due, for the first one and for a renewal', async () => {
    const story = scene.story();
    const customer = await customerAlone(story);
    const { id } = await sendNet30Invoice(story.stripe, customer, await ourPrice('pro_year'));
    await story.hours(2);
    expect(await opened(story)).toMatchObject({ plan: 'pro', level: 'full' });
    await story.days(10);
    expect(await opened(story)).toMatchObject({ plan: 'pro', level: 'full' });
    await markPaidOutOfBand(story.stripe, (await latestInvoice(story.stripe, id)).id);
    expect(await opened(story)).toMatchObject({ plan: 'pro', level: 'full' });
    await story.days(365);
    expect(await latestInvoice(story.stripe, id)).toMatchObject({
      status: 'open',
      billing_reason: 'subscription_cycle',
    });
    expect(await opened(story)).toMatchObject({ plan: 'pro', level: 'full' });
  });

  test('an invoice paid out of band is paid: nothing is pending', async () => {
    const story = scene.story();
    const customer = await customerAlone(story);
    const { id } = await sendNet30Invoice(story.stripe, customer, await ourPrice('starter_month'));
    await story.hours(2);
    await markPaidOutOfBand(story.stripe, (await latestInvoice(story.stripe, id)).id);
    expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
    const { payments } = await billingOverview(story.user.id);
    expect(payments.filter(({ status }) => status === 'processing')).toEqual([]);
  });
});

describe('collection paused by the merchant', () => {
  test.each([
    ['keep_as_draft', 'full', 'full'],
    ['mark_uncollectible', 'full', 'full'],
    ['void', 'none', 'read_only'],
  ] as const)(
    '%s for 70 days: %s access in the unpaid month, %s in the rest of the last one, and then it renews',
    async (behavior, level, rest) => {
      const story = scene.story();
      const { subscription } = await subscribes(story);
      await pauseCollection(story.stripe, subscription.id, behavior, (await nowSeconds()) + 70 * DAY);
      expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
      await story.days(45);
      expect((await opened(story)).level).toBe(level);
      // Collection resumes in the middle of a period without a payment.
      await story.days(30);
      expect((await opened(story)).level).toBe(rest);
      await story.days(20);
      expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
    },
  );
});

test('the first hour after a renewal, while Stripe keeps the invoice as a draft, nothing is wrong', async () => {
  const story = scene.story();
  const { subscription } = await subscribes(story);
  const before = (await emailsTo(story)).length;
  const end = subscription.items.data[0]?.current_period_end ?? 0;
  await story.world.control('clock', { advanceSeconds: end - (await nowSeconds()) + 600 });
  expect(await latestInvoice(story.stripe, subscription.id)).toMatchObject({ status: 'draft' });
  expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full', reason: 'paid' });
  const fresh = (await emailsTo(story)).slice(before).map(({ kind }) => kind);
  expect(fresh.filter((kind) => kind !== 'renewing')).toEqual([]);
});

test('an unpaid extra invoice of 5.00 does not end a paid year', async () => {
  const story = scene.story();
  const { customer, subscription } = await subscribes(story, {
    ...{ plan: 'starter', interval: 'year', currency: 'USD', provider: 'stripe' },
  });
  // The account's own setting, so that only the app could end the subscription.
  await story.world.control('stripe/settings', { afterLastRetry: 'past_due' });
  await saveCard(story.stripe, customer, 'pm_card_chargeCustomerFail');
  await billExtra(story.stripe, { customer, subscription: subscription.id });
  for (let week = 0; week < 4; week += 1) {
    await story.days(7);
    expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
  }
  expect((await story.stripe.subscriptions.retrieve(subscription.id)).status).not.toBe('canceled');
});
