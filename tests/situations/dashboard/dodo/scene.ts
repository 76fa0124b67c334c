import { getAccess } from '@/lib/billing/access/get-access';
import type { CheckoutInput } from '@/lib/billing/checkout/start';
import { db } from '@/lib/db';
import { open, pay } from '../../../fixtures/customer';
import { customerOf } from '../../../fixtures/dashboard/dodo/products';
import { newestSubscription } from '../../../fixtures/dashboard/dodo/state';
import type { Story } from '../../../fixtures/story';

export const starter = { plan: 'starter', interval: 'month', currency: 'USD', provider: 'dodo' } as const;
export const starterYear = { plan: 'starter', interval: 'year', currency: 'USD', provider: 'dodo' } as const;
/** In euros, for SEPA. */
export const starterEuro = { plan: 'starter', interval: 'month', currency: 'EUR', provider: 'dodo' } as const;
export const pro = { plan: 'pro', interval: 'month', currency: 'USD', provider: 'dodo' } as const;
export const lifetime = { plan: 'lifetime', currency: 'USD', provider: 'dodo' } as const;

/** A card that accepts the first payment and fails later ones. */
export const FAILS_LATER_CARD = '4000000000000341';

/** What the customer has at Dodo after buying this, once everything that follows has happened. */
export async function bought(story: Story, input: CheckoutInput, card?: string) {
  await pay(story.world, await open(story.user, input), card);
  await story.world.quiet();
  const customerId = await customerOf(story.user.id);
  return {
    customerId,
    ...(input.plan === 'lifetime' || input.plan === 'credits' ? {} : await held(story, customerId)),
  };
}

async function held(story: Story, customerId: string) {
  return { id: (await newestSubscription(story, customerId)).subscription_id };
}

/** The customer exists at Dodo, and nothing is bought: a checkout was opened and abandoned. */
export async function known(story: Story): Promise<string> {
  await open(story.user, starter);
  return customerOf(story.user.id);
}

/** `plan level`, as the account decides it now. */
export async function access(story: Story): Promise<string> {
  const { plan, level } = await getAccess(story.user.id);
  return `${plan} ${level}`;
}

/** Days pass, and everything that follows happens, including what waits for a retry. */
export async function pass(story: Story, days: number): Promise<void> {
  if (days > 0) await story.days(days);
  await story.world.quiet();
  await db().operation.updateMany({ data: { nextAttemptAt: new Date(0) } });
  await db().webhookEvent.updateMany({ data: { nextAttemptAt: new Date(0) } });
  await story.world.quiet();
}

/** What the customer sees of an answer: nothing, or an error code. */
export async function answered(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  );
}
