import { describe, expect, test } from 'vitest';
import { cancelNow as cancelOnPage } from '@/lib/billing/account/cancel';
import { cancelTerms } from '@/lib/billing/account/cancel-terms';
import { asOwner } from '../../../fixtures/as-owner';
import { buy } from '../../../fixtures/customer';
import { customerOf, deleteCustomer, saveCard } from '../../../fixtures/dashboard/stripe/customers';
import { latestInvoice, payInvoice } from '../../../fixtures/dashboard/stripe/invoices';
import { cancelNow } from '../../../fixtures/dashboard/stripe/subscriptions';
import { stage } from '../../../fixtures/stage';
import type { Story } from '../../../fixtures/story';
import { customerAlone, emailsTo, openAlerts, opened, paidAtStripe, starter, subscribes } from './at-stripe';

const scene = stage();

async function pastDue(story: Story) {
  const bought = await subscribes(story);
  await saveCard(story.stripe, bought.customer, 'pm_card_chargeCustomerFail');
  await story.days(32);
  await opened(story);
  expect((await story.stripe.subscriptions.retrieve(bought.subscription.id)).status).toBe('past_due');
  return bought;
}

describe('a subscription that ends while a renewal is owed', () => {
  test('ended on the account page: its open invoice is voided, so that no one pays for nothing', async () => {
    const story = scene.story();
    const { subscription } = await pastDue(story);
    const { terms } = await cancelTerms(story.user.id);
    await cancelOnPage(asOwner(story.user.id), terms);
    await opened(story);
    expect((await latestInvoice(story.stripe, subscription.id)).status).toBe('void');
  });

  test('ended in the Dashboard, and the invoice is paid later by its link: the payment is refunded or an alert is raised', async () => {
    const story = scene.story();
    const { customer, subscription } = await pastDue(story);
    await cancelNow(story.stripe, subscription.id);
    await opened(story);
    const invoice = await latestInvoice(story.stripe, subscription.id);
    if (invoice.status === 'open') {
      await payInvoice(story.stripe, invoice.id, await saveCard(story.stripe, customer));
      await opened(story);
      const { refunded } = await paidAtStripe(story, customer);
      expect({ refunded, alerts: (await openAlerts()).length }).not.toEqual({ refunded: 0, alerts: 0 });
    } else expect(invoice.status).toBe('void');
  });

  test('ended after dunning: its open invoice is voided', async () => {
    const story = scene.story();
    const { subscription } = await pastDue(story);
    for (let day = 0; day < 18; day += 1) {
      await story.days(1);
      await opened(story);
    }
    expect((await story.stripe.subscriptions.retrieve(subscription.id)).status).toBe('canceled');
    expect((await latestInvoice(story.stripe, subscription.id)).status).toBe('void');
  });
});

describe('a customer deleted in the Dashboard, and its webhook lost', () => {
  async function deleted(story: Story, customer: string): Promise<void> {
    story.world.kept = [];
    await deleteCustomer(story.stripe, customer);
    await story.world.control('deliveries/idle', {});
    story.world.kept = null;
  }

  test('the next checkout works all the same, as another customer, and the plan is bought', async () => {
    const story = scene.story();
    const customer = await customerAlone(story);
    await deleted(story, customer);
    await buy(story.world, story.user, starter);
    expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
    expect((await customerOf(story.stripe, story.user.email)).id).not.toBe(customer);
  });

  test('a customer who had a plan learns at the next purchase that it ended, and can buy it again', async () => {
    const story = scene.story();
    const { customer } = await subscribes(story);
    await deleted(story, customer);
    await buy(story.world, story.user, { plan: 'credits', quantity: 1, currency: 'USD', provider: 'stripe' });
    expect(await opened(story)).toMatchObject({ level: 'none', credits: 100 });
    await buy(story.world, story.user, starter);
    expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
  });
});

test('a renewal paid with a new card on day 13, while no webhook comes: the paying customer is not canceled', async () => {
  const story = scene.story();
  const { customer, subscription } = await pastDue(story);
  for (let day = 1; day < 13; day += 1) {
    await story.days(1);
    await opened(story);
  }
  story.world.kept = [];
  await saveCard(story.stripe, customer);
  await payInvoice(story.stripe, (await latestInvoice(story.stripe, subscription.id)).id);
  await story.world.control('deliveries/idle', {});
  for (let half = 0; half < 5; half += 1) {
    await story.hours(12);
    await story.world.quiet();
  }
  expect((await story.stripe.subscriptions.retrieve(subscription.id)).status).toBe('active');
  story.world.kept = null;
  expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
  expect((await emailsTo(story)).map(({ kind }) => kind)).not.toContain('ended');
});
