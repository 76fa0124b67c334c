import { describe, expect, test } from 'vitest';
import { changePlan, previewChange } from '@/lib/billing/account/change';
import { billingOverview } from '@/lib/billing/account/overview';
import { requestRefund } from '@/lib/billing/account/refund';
import { db } from '@/lib/db';
import { asOwner } from '../../../fixtures/as-owner';
import { buy } from '../../../fixtures/customer';
import { billExtra, latestInvoice, payInvoice } from '../../../fixtures/dashboard/stripe/invoices';
import {
  failRefund,
  loseDispute,
  openDispute,
  paymentsOf,
  refundPayment,
} from '../../../fixtures/dashboard/stripe/money';
import { changePrice } from '../../../fixtures/dashboard/stripe/subscriptions';
import { stage } from '../../../fixtures/stage';
import type { Story } from '../../../fixtures/story';
import { emailsTo, openAlerts, opened, ourPrice, paidAtStripe, starterYear, subscribes } from './at-stripe';

const scene = stage();

async function latestPaymentOf({ stripe }: Story, subscription: string): Promise<string> {
  const [payment] = await paymentsOf(stripe, (await latestInvoice(stripe, subscription)).id);
  if (payment === undefined) throw new Error(`${subscription} has no payment`);
  return payment;
}
const statusOf = async ({ stripe }: Story, id: string) => (await stripe.subscriptions.retrieve(id)).status;

describe('a refund closes what its payment paid for, and nothing else', () => {
  test('5.00 for setup help next to a year', async () => {
    const story = scene.story();
    const { customer, subscription } = await subscribes(story, starterYear);
    const extra = await billExtra(story.stripe, { customer, subscription: subscription.id });
    await payInvoice(story.stripe, extra.id);
    await opened(story);
    const [payment = ''] = await paymentsOf(story.stripe, extra.id);
    await refundPayment(story.stripe, payment);
    expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
    expect(await statusOf(story, subscription.id)).toBe('active');
  });

  test('the proration of an upgrade: the months before it were paid', async () => {
    const story = scene.story();
    const { subscription } = await subscribes(story);
    await story.days(10);
    await opened(story);
    const { terms } = await previewChange(story.user.id, { plan: 'pro', interval: 'month' });
    await changePlan(asOwner(story.user.id), { plan: 'pro', interval: 'month' }, terms);
    expect(await opened(story)).toMatchObject({ plan: 'pro', level: 'full' });
    await refundPayment(story.stripe, await latestPaymentOf(story, subscription.id));
    expect((await opened(story)).level).not.toBe('none');
    expect(await statusOf(story, subscription.id)).toBe('active');
  });
});

test('what an upgrade or a downgrade credited cannot be refunded as money as well', async () => {
  const story = scene.story();
  const { customer, subscription } = await subscribes(story, starterYear);
  await story.days(3);
  await changePrice(story.stripe, subscription.id, await ourPrice('starter_year'), await ourPrice('starter_month'));
  await opened(story);
  const credit = -(await story.stripe.customers.retrieve(customer).then((it) => (it.deleted ? 0 : it.balance)));
  expect(credit).toBeGreaterThan(7000);
  const { payments } = await billingOverview(story.user.id);
  const year = payments.find(({ amount }) => amount === 9000n);
  // Refused, or no more than what is left.
  await requestRefund(asOwner(story.user.id), year?.id ?? '').catch(() => undefined);
  await opened(story);
  expect((await paidAtStripe(story, customer)).refunded).toBeLessThanOrEqual(9000 - credit);
});

test('a full refund of the current period in the Dashboard ends the contract, and a plan at the other provider stays', async () => {
  const story = scene.story();
  const { customer, subscription } = await subscribes(story);
  await refundPayment(story.stripe, await latestPaymentOf(story, subscription.id));
  expect((await opened(story)).level).toBe('none');
  expect(await statusOf(story, subscription.id)).toBe('canceled');
  await buy(story.world, story.user, { ...starterYear, provider: 'dodo' });
  expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
  await story.days(35);
  expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
  expect((await paidAtStripe(story, customer)).paid).toBe(900);
});

test('a dispute raises an alert with the deadline for evidence; lost, it ends the contract', async () => {
  const story = scene.story();
  const { customer, subscription } = await subscribes(story);
  const payment = await latestPaymentOf(story, subscription.id);
  const dispute = await openDispute(story.world, story.stripe, payment);
  await opened(story);
  const due = new Date((dispute.evidence_details.due_by ?? 0) * 1000).toISOString().slice(0, 10);
  expect(JSON.stringify(await openAlerts())).toContain(due);
  await loseDispute(story.stripe, dispute.id);
  expect((await opened(story)).level).toBe('none');
  expect(await statusOf(story, subscription.id)).toBe('canceled');
  await story.days(35);
  expect((await opened(story)).level).toBe('none');
  expect((await paidAtStripe(story, customer)).paid).toBe(900);
});

test('a refund that fails at the bank notifies the customer and the operator', async () => {
  const story = scene.story();
  await subscribes(story);
  const { payments } = await billingOverview(story.user.id);
  await requestRefund(asOwner(story.user.id), payments[0]?.id ?? '');
  await opened(story);
  const before = (await emailsTo(story)).length;
  const { externalId } = await db().refund.findFirstOrThrow({ where: { payment: { workspaceId: story.user.id } } });
  await failRefund(story.world, externalId);
  await opened(story);
  expect(await emailsTo(story)).toHaveLength(before + 1);
  expect(await openAlerts()).toHaveLength(1);
});
