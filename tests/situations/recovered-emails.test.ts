import { describe, expect, test } from 'vitest';
import type { Provider } from '@/lib/billing/types';
import { db } from '@/lib/db';
import { dashboard, look } from '../fixtures/by-hand';
import { changeCards } from '../fixtures/card';
import {
  billExtra,
  latestInvoice,
  markPaidOutOfBand,
  markUncollectible,
  payInvoice,
  voidInvoice,
} from '../fixtures/dashboard/stripe/invoices';
import { PROVIDERS } from '../fixtures/providers';
import { buys, stage } from '../fixtures/stage';

const scene = stage();
const DECLINED = '4000000000000341';
const GOOD = '4242424242424242';

/** A customer whose renewal has just failed. */
async function late(provider: Provider) {
  const story = scene.story();
  await buys(story, { plan: 'starter', interval: 'month', currency: 'USD', provider });
  await story.world.quiet();
  const { externalId: customer } = await db().customer.findFirstOrThrow({ where: { workspaceId: story.user.id } });
  changeCards(story.world, provider, customer, { number: DECLINED });
  await story.days(31.1);
  await story.world.quiet();
  const { externalId } = await db().subscription.findFirstOrThrow();
  expect(await cases()).toEqual(['open']);
  return { customer, externalId };
}

const cases = async () =>
  (await db().delinquencyCase.findMany({ orderBy: { openedAt: 'asc' } })).map(({ state }) => state);
const recovered = () => db().email.count({ where: { kind: 'recovered' } });
const waiting = () => db().email.count({ where: { status: 'waiting', key: { startsWith: 'case:' } } });

describe.each(PROVIDERS)('through %s', (provider) => {
  test('a customer whose late payment arrives gets an email that it went through', async () => {
    const story = scene.story();
    const { customer } = await late(provider);
    changeCards(story.world, provider, customer, { number: GOOD });
    await story.days(5);
    if (provider === 'dodo') {
      const { externalId } = await db().payment.findFirstOrThrow({
        where: { status: 'failed' },
        orderBy: { createdAt: 'desc' },
      });
      if ((await recovered()) === 0) await dashboard().dodo.payments.retry(externalId);
    }
    await story.world.quiet();
    expect(await cases()).toEqual(['recovered']);
    expect(await recovered()).toBe(1);
  });
});

describe('through Stripe, which lets a merchant waive an invoice (a payment at Dodo can only be paid)', () => {
  test.each([
    ['voids it', voidInvoice],
    ['marks it as uncollectible', markUncollectible],
  ] as const)('a merchant who %s ends the reminders, and no email claims a payment', async (_, waive) => {
    const story = scene.story();
    const { externalId } = await late('stripe');
    await waive(story.stripe, (await latestInvoice(story.stripe, externalId)).id);
    await story.world.quiet();
    expect(await recovered()).toBe(0);
    // Stripe doesn't document when the status follows, and the sandbox leaves it.
    const subscriptions = story.world.sandbox.world.store.table<{ id: string; status: string }>('stripe.subscriptions');
    const owing = subscriptions.get(externalId);
    if (owing) subscriptions.put(externalId, { ...owing, status: 'active' });
    await look('stripe', externalId);
    await story.world.quiet();
    expect(await db().subscription.findFirst()).toMatchObject({ status: 'active' });
    expect(await cases()).toEqual(['recovered']);
    expect([await recovered(), await waiting()]).toEqual([0, 0]);
  });

  test('a paid invoice for something else is no payment for the renewal that the merchant voided', async () => {
    const story = scene.story();
    const { customer, externalId } = await late('stripe');
    const owed = await latestInvoice(story.stripe, externalId);
    const { id: method } = await story.stripe.paymentMethods.attach('pm_card_visa', { customer });
    const { id } = await billExtra(story.stripe, { customer, subscription: externalId });
    await payInvoice(story.stripe, id, method);
    await voidInvoice(story.stripe, owed.id);
    await story.world.quiet();
    expect(await cases()).toEqual(['recovered']);
    expect(await recovered()).toBe(0);
  });

  test('a renewal that was paid by bank transfer went through', async () => {
    const story = scene.story();
    const { externalId } = await late('stripe');
    await markPaidOutOfBand(story.stripe, (await latestInvoice(story.stripe, externalId)).id);
    await story.world.quiet();
    expect(await cases()).toEqual(['recovered']);
    expect(await recovered()).toBe(1);
  });
});
