import { latestSubscription } from '../../../fixtures/stage';
import type { Story } from '../../../fixtures/story';

export const starter = { plan: 'starter', interval: 'month', currency: 'USD', provider: 'dodo' } as const;
export const pro = { plan: 'pro', interval: 'month', currency: 'USD', provider: 'dodo' } as const;

/** Chooses between the readings of Dodo's documents, or what the business has set. */
export async function choose({ world }: Story, switches: Record<string, string>): Promise<void> {
  await world.control('dodo/switches', switches);
}

/** The customer gives Dodo another card, on its own page; what is owed is paid with it. */
export async function newCard(story: Story, card = '4242424242424242'): Promise<void> {
  const { externalId } = await latestSubscription(story);
  const { payment_link: link } = await story.dodo.subscriptions.updatePaymentMethod(externalId, {
    payment_method: { type: 'new' },
  });
  await story.world.control(`dodo/checkout/${encodeURIComponent(link ?? '')}/pay`, { card });
}

/** The operator sets something on the subscription, as Dodo's dashboard does. */
export async function patch(
  story: Story,
  body: Parameters<Story['dodo']['subscriptions']['update']>[1],
): Promise<void> {
  await story.dodo.subscriptions.update((await latestSubscription(story)).externalId, body);
}
