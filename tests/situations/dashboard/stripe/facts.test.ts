import { expect, test } from 'vitest';
import { changePlan, previewChange } from '@/lib/billing/account/change';
import { db } from '@/lib/db';
import { asOwner } from '../../../fixtures/as-owner';
import { buy } from '../../../fixtures/customer';
import { payCheckoutLink, sendCheckoutLink } from '../../../fixtures/dashboard/stripe/checkouts';
import { customerOf, saveCard } from '../../../fixtures/dashboard/stripe/customers';
import { latestInvoice } from '../../../fixtures/dashboard/stripe/invoices';
import { editPaymentMetadata, refundPayment } from '../../../fixtures/dashboard/stripe/money';
import { makePriceBeside, makePromotionCode } from '../../../fixtures/dashboard/stripe/prices';
import { createSubscription, giveDiscount, nextCharge } from '../../../fixtures/dashboard/stripe/subscriptions';
import { stage } from '../../../fixtures/stage';
import { customerAlone, emailsTo, opened, ourPrice, starterYear, subscribes } from './at-stripe';

const scene = stage();

test('a forever promotion code survives a change at the end of the period, now and in what is charged then', async () => {
  const story = scene.story();
  const { subscription } = await subscribes(story, starterYear);
  await giveDiscount(story.stripe, subscription.id, await makePromotionCode(story.stripe));
  const { discounts } = await story.stripe.subscriptions.retrieve(subscription.id);
  await opened(story);
  const change = { plan: 'starter', interval: 'month' } as const;
  const { terms, when } = await previewChange(story.user.id, change);
  expect(when).toBe('period_end');
  await changePlan(asOwner(story.user.id), change, terms);
  await opened(story);
  expect((await story.stripe.subscriptions.retrieve(subscription.id)).discounts).toEqual(discounts);
  expect((await nextCharge(story.stripe, subscription.id)).total).toBe(450);
  await story.days(366);
  expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
  expect(await latestInvoice(story.stripe, subscription.id)).toMatchObject({ subtotal: 900, total: 450 });
});

test('support’s checkout link for Lifetime opens Lifetime', async () => {
  const story = scene.story();
  const customer = await customerAlone(story);
  const link = await sendCheckoutLink(story.stripe, customer, await ourPrice('lifetime'));
  await payCheckoutLink(story.world, link.id);
  expect(await opened(story)).toMatchObject({ plan: 'pro', level: 'full', reason: 'lifetime' });
  expect((await emailsTo(story)).map(({ kind }) => kind)).toContain('receipt');
});

test.each(['two', '-3'])(
  'a quantity of %s written over ours changes no credits, and a refund revokes what was bought',
  async (quantity) => {
    const story = scene.story();
    await buy(story.world, story.user, { plan: 'credits', quantity: 2, currency: 'USD', provider: 'stripe' });
    expect((await opened(story)).credits).toBe(200);
    const { id } = await customerOf(story.stripe, story.user.email);
    const { data } = await story.stripe.paymentIntents.list({ customer: id });
    const payment = data.find(({ status }) => status === 'succeeded')?.id ?? '';
    await editPaymentMetadata(story.stripe, payment, { quantity });
    await refundPayment(story.stripe, payment);
    expect((await opened(story)).credits).toBe(0);
    expect(await db().webhookEvent.count({ where: { status: { in: ['dead', 'failed'] } } })).toBe(0);
  },
);

test('forints are written as Stripe counts them: 990000 is 9,900.00', async () => {
  const story = scene.story();
  const customer = await customerAlone(story);
  await saveCard(story.stripe, customer);
  const price = await makePriceBeside(story.stripe, await ourPrice('starter_month'), {
    amount: 990_000,
    currency: 'huf',
    count: 1,
  });
  await createSubscription(story.stripe, customer, [price]);
  expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
  const answer = await fetch(`${story.world.sandbox.url}/_sandbox/mail?to=${encodeURIComponent(story.user.email)}`);
  const emails = await answer.text();
  expect(emails).toMatch(/HUF\s*9,900/);
  expect(emails).not.toContain('990,000');
});
