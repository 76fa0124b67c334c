import { latestSubscription } from '../../../fixtures/stage';
import type { Story } from '../../../fixtures/story';

export const starter = { plan: 'starter', interval: 'month', currency: 'USD', provider: 'dodo' } as const;
export const pro = { plan: 'pro', interval: 'month', currency: 'USD', provider: 'dodo' } as const;

/** Chooses between the possible readings of Dodo's documentation, or the settings of the business. */
export async function choose({ world }: Story, switches: Record<string, string>): Promise<void> {
  await world.control('dodo/switches', switches);
}

/** The customer enters another card on Dodo's own page, which pays the outstanding amount. */
export async function newCard(story: Story, card = '4242424242424242'): Promise<void> {
  const { externalId } = await latestSubscription(story);
  const { payment_link: link } = await story.dodo.subscriptions.updatePaymentMethod(externalId, {
    payment_method: { type: 'new' },
  });
  await story.world.control(`dodo/checkout/${encodeURIComponent(link ?? '')}/pay`, { card });
}

/** The operator changes the subscription, as in Dodo's dashboard. */
export async function patch(
  story: Story,
  body: Parameters<Story['dodo']['subscriptions']['update']>[1],
): Promise<void> {
  await story.dodo.subscriptions.update((await latestSubscription(story)).externalId, body);
}
