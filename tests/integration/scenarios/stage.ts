import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { requestRefund } from '@/lib/billing/account/refund';
import type { CheckoutInput } from '@/lib/billing/checkout/start';
import { db } from '@/lib/db';
import { open, pay } from '../../fixtures/customer';
import { beginStory, type Story } from '../../fixtures/story';
import { startWorld, type TestWorld } from '../../fixtures/world';

/** A sandbox for a file of stories; each test begins one of its own. */
export function stage(): { story(): Story } {
  let world: TestWorld | undefined;
  let current: Story | undefined;
  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    if (world !== undefined) current = await beginStory(world);
  });
  afterEach(() => world?.calm());
  afterAll(() => world?.close());
  return {
    story() {
      if (current === undefined) throw new Error('a story has not begun');
      return current;
    },
  };
}

/** Opens a checkout and pays it, with a card that works unless another is said. */
export async function buys(story: Story, input: CheckoutInput, card?: string): Promise<void> {
  await pay(story.world, await open(story.user, input), card);
}

export const latestPayment = (story: Story) =>
  db().payment.findFirstOrThrow({ where: { userId: story.user.id }, orderBy: { createdAt: 'desc' } });

export const latestSubscription = (story: Story) =>
  db().subscription.findFirstOrThrow({ where: { userId: story.user.id }, orderBy: { startedAt: 'desc' } });

/** The customer asks for the latest payment back. */
export async function takesBack(story: Story): Promise<void> {
  await requestRefund(story.user.id, (await latestPayment(story)).id);
}
