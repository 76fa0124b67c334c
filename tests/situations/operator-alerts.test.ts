import { describe, expect, test } from 'vitest';
import { db } from '@/lib/db';
import { listAlerts } from '@/lib/operators/alerts';
import { openAlertsOf } from '@/lib/operators/customer-alerts';
import { findCustomers } from '@/lib/operators/search';
import { findUnmatchedEvent } from '@/lib/operators/unmatched-event';
import { recordStatements } from '../../scripts/scale/statements';
import { makePaymentLink, openPaymentLink, payCheckoutLink } from '../fixtures/dashboard/stripe/checkouts';
import { saveCard } from '../fixtures/dashboard/stripe/customers';
import { makeForeignPrice } from '../fixtures/dashboard/stripe/prices';
import { createSubscription } from '../fixtures/dashboard/stripe/subscriptions';
import { stage } from '../fixtures/stage';
import { ourPrice, subscribes } from './dashboard/stripe/at-stripe';

const scene = stage();
const all = { kind: undefined, cursor: undefined } as const;

test('alerts in any state are the open ones and the closed ones, and one is found by its id', async () => {
  scene.story();
  const raise = (key: string, closedAt: Date | null) =>
    db().alert.create({ data: { key, kind: 'dispute', detail: {}, closedAt } });
  const open = await raise('open', null);
  const closed = await raise('closed', new Date());
  const listed = async (filter: Partial<Parameters<typeof listAlerts>[0]>) =>
    (await listAlerts({ ...all, state: 'any', ...filter })).rows.map(({ id }) => id).sort();
  expect(await listed({})).toEqual([open.id, closed.id].sort());
  expect(await listed({ state: 'open' })).toEqual([open.id]);
  expect(await listed({ state: 'closed' })).toEqual([closed.id]);
  expect(await listed({ id: closed.id })).toEqual([closed.id]);
});

test('an alert names its customer by whatever its detail names of theirs, in one query for the whole page', async () => {
  const story = scene.story();
  const { customer, subscription } = await subscribes(story);
  const userId = story.user.id;
  const contract = await db().subscription.findFirstOrThrow({ where: { workspaceId: userId } });
  const payment = await db().payment.findFirstOrThrow({ where: { workspaceId: userId } });
  const email = await db().email.findFirstOrThrow({ where: { userId } });
  const event = await db().webhookEvent.findFirstOrThrow({ where: { targetId: subscription.id } });
  const details = [
    { userId },
    { provider: 'stripe', externalId: subscription.id },
    { subscriptionId: contract.id, from: 'ended', to: 'active' },
    { provider: 'stripe', payment: payment.externalId, amount: '900', currency: 'USD' },
    { provider: 'stripe', externalId: 'pi_of_someone_else', customer },
    { mailId: email.id, kind: 'receipt', message: 'no' },
    { eventId: event.id, type: event.type, message: 'a bug' },
    { provider: 'stripe', operation: 'cancel', key: `cancel:${contract.id}`, why: 'it is old' },
    { why: 'it is old', commands: [`npm run billing:refund -- ${payment.externalId}`] },
  ];
  await db().alert.createMany({
    data: details.map((detail, index) => ({ key: `test:${index}`, kind: 'needs a person', detail })),
  });
  const statements = await recordStatements(async () => {
    const { rows } = await listAlerts({ ...all, state: 'open' });
    expect(rows).toHaveLength(details.length);
    for (const { detail, customer: owner } of rows)
      expect(owner, JSON.stringify(detail)).toEqual({ id: userId, email: story.user.email });
  });
  expect(statements.filter(({ text }) => /^\s*(SELECT|WITH)/i.test(text))).toHaveLength(2);
  await db().alert.create({ data: { key: 'other', kind: 'unknown price', detail: { externalId: 'price_1' } } });
  expect((await listAlerts({ ...all, kind: 'unknown price', state: 'open' })).rows).toMatchObject([{ customer: null }]);
});

describe('a customer’s open alerts', () => {
  test('say what to do about what they have and what we failed to do for them, and not about others', async () => {
    const story = scene.story();
    const { customer } = await subscribes(story);
    await saveCard(story.stripe, customer);
    await createSubscription(story.stripe, customer, [await ourPrice('pro_month')]);
    await story.world.quiet();
    const email = await db().email.findFirstOrThrow({ where: { userId: story.user.id } });
    await db().email.update({ where: { id: email.id }, data: { status: 'failed', error: 'no' } });
    const raise = (key: string, detail: object, closedAt: Date | null = null) =>
      db().alert.create({ data: { key, kind: 'dead mail', detail, closedAt } });
    await raise('mail', { mailId: email.id });
    await raise('mail of another', { mailId: 'another' });
    await raise('closed', { userId: story.user.id }, new Date());
    const alerts = await openAlertsOf(story.user.id);
    expect(alerts.map(({ kind }) => kind)).toEqual(['dead mail', 'two live subscriptions']);
    expect(alerts.map(({ whatToDo }) => whatToDo)).toEqual([
      expect.stringContaining('mail:resend'),
      expect.stringContaining('Ask which one to keep'),
    ]);
  });
});

describe('an id that no customer has', () => {
  const paidByLink = async (price: string) => {
    const story = scene.story();
    const link = await makePaymentLink(story.stripe, price);
    await payCheckoutLink(story.world, await openPaymentLink(link, story.user.email));
    await story.world.quiet();
    const { data } = await story.stripe.paymentIntents.list({ limit: 1 });
    const id = data[0]?.id ?? '';
    expect((await findCustomers(id, undefined)).rows).toEqual([]);
    return id;
  };

  test('is found in the webhooks that we ignored, when it was paid without one of our prices', async () => {
    const { stripe } = scene.story();
    const price = await makeForeignPrice(stripe, { name: 'Workshop', amount: 30_000, interval: null });
    const id = await paidByLink(price);
    expect(await findUnmatchedEvent(` ${id} `)).toMatchObject({
      ...{ meaning: 'not ours', alertId: null, event: { provider: 'stripe', status: 'ignored' } },
    });
  });

  test('is found by the subscription and the customer of a link with a foreign monthly price', async () => {
    const { stripe } = scene.story();
    await paidByLink(await makeForeignPrice(stripe));
    const [contract] = (await stripe.subscriptions.list({ limit: 1 })).data;
    for (const id of [contract?.id, contract?.customer])
      expect(await findUnmatchedEvent(String(id)), String(id)).toMatchObject({ meaning: 'not ours' });
  });

  test('leads to its alert, when one of our prices was paid by someone we don’t know', async () => {
    scene.story();
    const id = await paidByLink(await ourPrice('lifetime'));
    const { id: alertId } = await db().alert.findFirstOrThrow({ where: { kind: 'foreign payment' } });
    expect(await findUnmatchedEvent(id)).toMatchObject({ meaning: 'unknown buyer', alertId });
    expect(await findUnmatchedEvent('"quoted" \\ $.* == 1')).toBeNull();
  });

  test('leads to the same alert by the subscription and by the customer that the link made', async () => {
    const { stripe } = scene.story();
    await paidByLink(await ourPrice('starter_month'));
    const { id: alertId } = await db().alert.findFirstOrThrow({ where: { kind: 'foreign payment' } });
    const [contract] = (await stripe.subscriptions.list({ limit: 1 })).data;
    for (const id of [contract?.id, contract?.customer])
      expect(await findUnmatchedEvent(String(id)), String(id)).toMatchObject({ meaning: 'unknown buyer', alertId });
  });

  test('is said to wait, when its webhook failed, and is unknown when none arrived', async () => {
    const id = await paidByLink(await ourPrice('lifetime'));
    await db().alert.deleteMany();
    await db().webhookEvent.updateMany({ where: { targetId: id }, data: { status: 'dead' } });
    expect(await findUnmatchedEvent(id)).toMatchObject({ meaning: 'not processed', event: { status: 'dead' } });
    expect(await findUnmatchedEvent('pi_never_seen')).toBeNull();
    expect(await findUnmatchedEvent('')).toBeNull();
  });
});
