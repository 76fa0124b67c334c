import { describe, expect, test } from 'vitest';
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
