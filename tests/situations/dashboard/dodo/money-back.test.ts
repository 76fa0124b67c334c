import { describe, expect, test } from 'vitest';
import { changePlan, previewChange } from '@/lib/billing/account/change';
import { requestRefund } from '@/lib/billing/account/refund';
import { db } from '@/lib/db';
import { asOwner } from '../../../fixtures/as-owner';
import { open, pay } from '../../../fixtures/customer';
import {
  loseDispute,
  openDispute,
  refundPart,
  refundPayment,
  settleRefund,
} from '../../../fixtures/dashboard/dodo/money';
import { refuseCalls } from '../../../fixtures/dashboard/dodo/outages';
import { customerOf, productOf } from '../../../fixtures/dashboard/dodo/products';
import {
  alertsAbout,
  chargesAt,
  emailsTo,
  newestPayment,
  subscriptionsAt,
} from '../../../fixtures/dashboard/dodo/state';
import { changeProduct, failCharges } from '../../../fixtures/dashboard/dodo/subscriptions';
import { stage } from '../../../fixtures/stage';
import { choose } from '../../scenarios/dodo/at-dodo';
import { access, answered, bought, lifetime, pass, starter, starterYear } from './scene';

const scene = stage();

describe('money refunded in the dashboard', () => {
  test('all of the month, and Pro for a year elsewhere: the old one charges nothing more, the new one stays', async () => {
    const story = scene.story();
    const { customerId } = await bought(story, starter);
    await refundPayment(story, (await newestPayment(story, customerId)).payment_id);
    await pass(story, 1);
    expect(await access(story)).toBe('starter none');
    const year = { plan: 'pro', interval: 'year', currency: 'USD', provider: 'stripe' } as const;
    await pay(story.world, await open(story.user, year));
    await pass(story, 14);
    await pass(story, 25);
    expect(await chargesAt(story, customerId)).toEqual(['900 succeeded -900 succeeded']);
    expect(await access(story)).toBe('pro full');
    const paid = await db().payment.findMany({ where: { workspaceId: story.user.id, provider: 'stripe' } });
    expect(paid.filter(({ amount, status }) => amount === 29_000n && status === 'succeeded')).toHaveLength(1);
    expect(await db().refund.count({ where: { payment: { workspaceId: story.user.id, provider: 'stripe' } } })).toBe(0);
  });

  test('a part of it as a goodwill refund closes nothing', async () => {
    const story = scene.story();
    const { customerId } = await bought(story, starter);
    await refundPart(story, (await newestPayment(story, customerId)).payment_id, 200);
    await pass(story, 1);
    expect(await access(story)).toBe('starter full');
    expect((await subscriptionsAt(story, customerId)).map(({ status }) => status)).toEqual(['active']);
  });

  test('the year before an upgrade is refunded: nothing is open for a part of its price, and an operator decides', async () => {
    const story = scene.story();
    const { customerId } = await bought(story, starterYear);
    const { payment_id } = await newestPayment(story, customerId);
    await story.days(10);
    const wanted = { plan: 'pro', interval: 'year' } as const;
    const { terms } = await previewChange(story.user.id, wanted);
    await changePlan(asOwner(story.user.id), wanted, terms);
    await pass(story, 0);
    await refundPayment(story, payment_id);
    await pass(story, 1);
    expect(await access(story)).toBe('pro none');
    expect(await db().alert.findMany({ where: { kind: 'needs a person' } })).toHaveLength(1);
    expect((await subscriptionsAt(story, customerId)).map(({ status }) => status)).toEqual(['active']);
  });

  test('the bank returns a refund: the customer and an operator are notified', async () => {
    const story = scene.story();
    await choose(story, { refund_settles: 'by_hand' });
    const { customerId } = await bought(story, starter);
    const { payment_id } = await newestPayment(story, customerId);
    const payment = await db().payment.findFirstOrThrow({ where: { externalId: payment_id } });
    await requestRefund(asOwner(story.user.id), payment.id);
    await pass(story, 1);
    const before = (await emailsTo(story.user.id)).length;
    const { refunds } = await story.dodo.payments.retrieve(payment_id);
    const refund = refunds[0]?.refund_id ?? '';
    await settleRefund(story, refund, 'failed');
    await pass(story, 1);
    expect((await emailsTo(story.user.id)).length).toBe(before + 1);
    const row = await db().refund.findFirstOrThrow({ where: { externalId: refund } });
    expect(await alertsAbout(refund, row.id, payment_id, payment.id)).toHaveLength(1);
  });

  test('after a yearly plan became a monthly one with credit, the year is not refunded as well', async () => {
    const story = scene.story();
    const { customerId, id = '' } = await bought(story, starterYear);
    const { payment_id } = await newestPayment(story, customerId);
    await story.days(10);
    await changeProduct(story, id, { product_id: await productOf('starter_month') });
    await pass(story, 0);
    const payment = await db().payment.findFirstOrThrow({ where: { externalId: payment_id } });
    expect(await answered(requestRefund(asOwner(story.user.id), payment.id))).toBe('billing/not-refundable');
    await pass(story, 1);
    expect(await chargesAt(story, customerId)).toEqual(['9000 succeeded']);
    expect(await access(story)).toBe('starter full');
  });
});

describe('what is superseded', () => {
  test('Lifetime bought while the subscription is on hold ends it, once, without an alert', async () => {
    const story = scene.story();
    const { customerId, id = '' } = await bought(story, starter);
    await failCharges(story, id);
    await pass(story, 32);
    await pay(story.world, await open(story.user, lifetime));
    await pass(story, 1);
    await pass(story, 1);
    expect((await subscriptionsAt(story, customerId)).map(({ status }) => status)).toEqual(['cancelled']);
    expect(await chargesAt(story, customerId)).toEqual(['900 succeeded', '900 failed', '59000 succeeded']);
    expect(await db().alert.count()).toBe(0);
    expect(await access(story)).toBe('pro full');
  });

  test('a second subscription that Dodo does not refund raises one alert, and is not ended without a refund', async () => {
    const story = scene.story();
    const first = await open(story.user, starter);
    await db().checkout.updateMany({ where: { id: first.id }, data: { state: 'superseded' } });
    const second = await open(story.user, starter);
    await refuseCalls(story.world, '403', '^POST /dodo/refunds');
    await pay(story.world, first);
    await pay(story.world, second);
    await pass(story, 1);
    const told = await db().alert.count();
    expect(told).toBeGreaterThan(0);
    for (let i = 0; i < 3; i += 1) await pass(story, 1);
    expect(await db().alert.count()).toBe(told);
    const customerId = await customerOf(story.user.id);
    expect((await subscriptionsAt(story, customerId)).map(({ status }) => status)).toEqual(['active', 'active']);
  });
});

describe('a dispute', () => {
  test('raises an alert with the deadline for a response', async () => {
    const story = scene.story();
    const { customerId } = await bought(story, starter);
    const payment = await newestPayment(story, customerId);
    const id = await openDispute(story, payment.payment_id);
    await pass(story, 0);
    const row = await db().dispute.findFirstOrThrow({ where: { externalId: id } });
    const told = await alertsAbout(id, row.id);
    expect(told).toHaveLength(1);
    const due = new Date(Date.parse(payment.created_at) + 4 * 86_400_000).toISOString().slice(0, 10);
    expect(JSON.stringify(await db().alert.findMany())).toContain(due);
  });

  test('that is lost ends the subscription: nothing is charged again', async () => {
    const story = scene.story();
    const { customerId } = await bought(story, starter);
    const id = await openDispute(story, (await newestPayment(story, customerId)).payment_id);
    await pass(story, 1);
    await loseDispute(story, id);
    await pass(story, 1);
    await pass(story, 40);
    expect((await subscriptionsAt(story, customerId)).map(({ status }) => status)).toEqual(['cancelled']);
    expect(await chargesAt(story, customerId)).toEqual(['900 succeeded']);
    expect(await access(story)).toBe('starter none');
  });
});
