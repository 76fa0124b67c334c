import { describe, expect, test } from 'vitest';
import { paymentHistory } from '@/lib/billing/account/payments';
import { requestRefund } from '@/lib/billing/account/refund';
import { db } from '@/lib/db';
import { asOwner } from '../../../fixtures/as-owner';
import { saveCard } from '../../../fixtures/dashboard/stripe/customers';
import { makeForeignPrice } from '../../../fixtures/dashboard/stripe/prices';
import { createSubscription } from '../../../fixtures/dashboard/stripe/subscriptions';
import { stage } from '../../../fixtures/stage';
import { customerAlone, openAlerts, opened, paidAtStripe, subscribes } from './at-stripe';

const scene = stage();

describe('a retainer of another product, created by hand for a customer of ours', () => {
  test('after our plan: it keeps running, none of it is refunded, our plan is open, and one alert says so', async () => {
    const story = scene.story();
    const { customer } = await subscribes(story);
    await saveCard(story.stripe, customer);
    const retainer = await createSubscription(story.stripe, customer, [await makeForeignPrice(story.stripe)]);
    expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
    await story.days(32);
    expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
    expect((await story.stripe.subscriptions.retrieve(retainer.id)).status).toBe('active');
    expect(await paidAtStripe(story, customer)).toEqual({ paid: 2 * (900 + 50_000), refunded: 0 });
    expect(await openAlerts()).toHaveLength(1);
  });

  test('can’t be refunded on the account page, and our own payment can', async () => {
    const story = scene.story();
    const { customer } = await subscribes(story);
    await saveCard(story.stripe, customer);
    await createSubscription(story.stripe, customer, [await makeForeignPrice(story.stripe)]);
    await opened(story);
    const payments = await db().payment.findMany({ where: { workspaceId: story.user.id }, orderBy: { amount: 'asc' } });
    expect(payments.map(({ amount }) => amount)).toEqual([900n, 50_000n]);
    const [own = '', retainer = ''] = payments.map(({ id }) => id);
    expect((await paymentHistory(story.user.id)).filter(({ refundPage }) => refundPage).map(({ id }) => id)).toEqual([
      own,
    ]);
    await expect(requestRefund(asOwner(story.user.id), retainer)).rejects.toMatchObject({
      code: 'billing/not-refundable',
    });
    await requestRefund(asOwner(story.user.id), own);
    await opened(story);
    expect(await paidAtStripe(story, customer)).toEqual({ paid: 50_900, refunded: 900 });
  });

  test('alone and before our plan: it opens nothing, and our plan can be bought next to it', async () => {
    const story = scene.story();
    const customer = await customerAlone(story);
    await saveCard(story.stripe, customer);
    const retainer = await createSubscription(story.stripe, customer, [await makeForeignPrice(story.stripe)]);
    expect(await opened(story)).toMatchObject({ plan: 'free', level: 'none' });
    await subscribes(story);
    expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
    expect((await story.stripe.subscriptions.retrieve(retainer.id)).status).toBe('active');
    expect(await paidAtStripe(story, customer)).toEqual({ paid: 50_900, refunded: 0 });
    expect(await openAlerts()).toHaveLength(1);
  });
});
