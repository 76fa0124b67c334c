import { describe, expect, test } from 'vitest';
import { storedCoverage } from '@/lib/billing/access/stored-coverage';
import { changePlan, previewChange } from '@/lib/billing/account/change';
import { sync } from '@/lib/billing/ledger/sync';
import { db } from '@/lib/db';
import { asOwner } from '../../../fixtures/as-owner';
import { open, pay } from '../../../fixtures/customer';
import { retryPayment } from '../../../fixtures/dashboard/dodo/money';
import { dropWebhooks, refuseCalls } from '../../../fixtures/dashboard/dodo/outages';
import { customerOf, productOf } from '../../../fixtures/dashboard/dodo/products';
import { chargesAt, emailsTo, newestPayment, newestSubscription } from '../../../fixtures/dashboard/dodo/state';
import { changeProduct, failCharges, giveCard, setSeats } from '../../../fixtures/dashboard/dodo/subscriptions';
import { drainBilling } from '../../../fixtures/drain';
import { stage } from '../../../fixtures/stage';
import { access, answered, bought, FAILS_LATER_CARD, pass, starter } from './scene';

const scene = stage();
const toPro = { plan: 'pro', interval: 'month' } as const;
const statusOf = async (id: string) => (await scene.story().dodo.subscriptions.retrieve(id)).status;

test('an upgrade declined on day 5 does not shorten the dunning period of a renewal that fails on day 31', async () => {
  const story = scene.story();
  const { id = '' } = await bought(story, starter, FAILS_LATER_CARD);
  await pass(story, 5);
  const { terms } = await previewChange(story.user.id, toPro);
  expect(await answered(changePlan(asOwner(story.user.id), toPro, terms))).toBe('billing/provider-refused');
  await pass(story, 26.1);
  expect(await statusOf(id)).toBe('on_hold');
  expect(await access(story)).toBe('starter full');
  expect(await emailsTo(story.user.id)).toEqual(['payment-failed', 'receipt']);
  for (let day = 1; day <= 13; day += 1) {
    await pass(story, 1);
    expect(await statusOf(id)).toBe('on_hold');
  }
  await pass(story, 2);
  expect(await statusOf(id)).toBe('cancelled');
  expect(await emailsTo(story.user.id)).toEqual(
    ['access-limited', 'ended', 'final-notice', 'payment-failed', 'receipt'].sort(),
  );
});

test('paid with another card on day 13 without a webhook: nothing is canceled', async () => {
  const story = scene.story();
  const { customerId, id = '' } = await bought(story, starter);
  await failCharges(story, id);
  await pass(story, 31.1);
  for (let day = 1; day <= 13; day += 1) await pass(story, 1);
  await dropWebhooks(story.world);
  await giveCard(story, id);
  await pass(story, 1.5);
  await pass(story, 1);
  expect(await statusOf(id)).toBe('active');
  expect(await access(story)).toBe('starter full');
  expect(await chargesAt(story, customerId)).toEqual(['900 succeeded', '900 failed', '900 succeeded']);
});

test('seats added in the dashboard with a failing card, before any webhook arrived: access is what was paid for', async () => {
  const story = scene.story();
  await dropWebhooks(story.world);
  await pay(story.world, await open(story.user, starter), FAILS_LATER_CARD);
  const customerId = await customerOf(story.user.id);
  const { subscription_id: id } = await newestSubscription(story, customerId);
  await story.days(10);
  await setSeats(story, id, 3, { on_payment_failure: 'apply_change' });
  await sync('dodo', { kind: 'subscription', id }, { cause: 'test' });
  const { coverage } = await db().subscription.findFirstOrThrow({ where: { externalId: id } });
  expect(storedCoverage(coverage).spans).toMatchObject([{ sku: 'starter_month', quantity: 1 }]);
});

test('a larger plan from the dashboard with a failing card, before any webhook arrived: access is what was paid for', async () => {
  const story = scene.story();
  await dropWebhooks(story.world);
  await pay(story.world, await open(story.user, starter), FAILS_LATER_CARD);
  const { subscription_id: id } = await newestSubscription(story, await customerOf(story.user.id));
  await story.days(10);
  await changeProduct(story, id, { product_id: await productOf('pro_year'), on_payment_failure: 'apply_change' });
  expect(await statusOf(id)).toBe('on_hold');
  await sync('dodo', { kind: 'subscription', id }, { cause: 'test' });
  const { coverage } = await db().subscription.findFirstOrThrow({ where: { externalId: id } });
  expect(storedCoverage(coverage).spans).toMatchObject([{ sku: 'starter_month', quantity: 1 }]);
});

test('a person retries the failed renewal: it works, and access is restored', async () => {
  const story = scene.story();
  const { customerId, id = '' } = await bought(story, starter);
  await failCharges(story, id);
  await pass(story, 32);
  await pass(story, 7);
  expect(await access(story)).toBe('starter read_only');
  await retryPayment(story, (await newestPayment(story, customerId)).payment_id);
  await pass(story, 0);
  expect(await access(story)).toBe('starter full');
  expect(await emailsTo(story.user.id)).toContain('recovered');
});

describe('a provider in trouble', () => {
  test('two hours of 503 are no reason to drop an event', async () => {
    const story = scene.story();
    const { id = '' } = await bought(story, starter);
    await refuseCalls(story.world, '503', '^GET /dodo', { seconds: 7200 });
    await story.dodo.subscriptions.update(id, { cancel_at_next_billing_date: true });
    for (let i = 0; i < 15; i += 1) await pass(story, 0);
    expect(await db().webhookEvent.count({ where: { status: 'dead' } })).toBe(0);
    await story.hours(3);
    await pass(story, 0);
    expect(await db().webhookEvent.count({ where: { status: { notIn: ['processed', 'ignored'] } } })).toBe(0);
    expect(await db().alert.count({ where: { closedAt: null } })).toBe(0);
  });

  test('a key that may not cancel: a few attempts, one alert for one customer who does not pay', async () => {
    const story = scene.story();
    const { id = '' } = await bought(story, starter, FAILS_LATER_CARD);
    await pass(story, 31.1);
    for (let day = 1; day <= 13; day += 1) await pass(story, 1);
    await refuseCalls(story.world, '403', '^PATCH /dodo');
    await story.days(1.5);
    // Not until all is quiet: something that repeats forever never is.
    for (let i = 0; i < 20; i += 1) await drainBilling();
    expect(await statusOf(id)).toBe('on_hold');
    expect(await db().alert.count()).toBe(1);
    const { faults } = story.world.sandbox.world;
    expect(faults.list()[0]?.struck).toBeLessThan(5);
  }, 60_000);
});
