import { describe, expect, test } from 'vitest';
import { getAccess } from '@/lib/billing/access/get-access';
import { confirmCheckout } from '@/lib/billing/checkout/confirm';
import type { CheckoutInput } from '@/lib/billing/checkout/start';
import { db } from '@/lib/db';
import { DECLINED_CARD, open, pay } from '../fixtures/customer';
import { IBAN_BOUNCES, IBAN_PAYS } from '../fixtures/dashboard/stripe/customers';
import { PROVIDERS } from '../fixtures/providers';
import { stage } from '../fixtures/stage';

const scene = stage();
const euro = { plan: 'starter', interval: 'month', currency: 'EUR', provider: 'stripe' } as const;

/** The state on the return page, requested long after the last time. */
async function says(userId: string, checkout: { id: string }): Promise<string> {
  await db().checkout.update({ where: { id: checkout.id }, data: { askedAt: null } });
  const { state } = await confirmCheckout(userId, checkout.id);
  // And the same after an immediate reload.
  expect((await confirmCheckout(userId, checkout.id)).state).toBe(state);
  return state;
}

describe.each(PROVIDERS)('a checkout at %s', (provider) => {
  const starter: CheckoutInput = { plan: 'starter', interval: 'month', currency: 'USD', provider };

  test.each([2, 32])(
    'left open for %i days is expired: its pages say so, and the same plan is a new checkout',
    async (days) => {
      const { user, world, ...story } = scene.story();
      const first = await open(user, starter);
      await story.days(days);
      const second = await open(user, starter);
      expect(second.id).not.toBe(first.id);
      expect(await says(user.id, first)).toBe('expired');
      expect(await says(user.id, second)).toBe('confirming');
      expect(await pay(world, second)).toBe(true);
      await world.quiet();
      expect(await says(user.id, second)).toBe('paid');
      expect(await getAccess(user.id)).toMatchObject({ plan: 'starter', level: 'full' });
    },
  );

  test.each([2, 32])('whose return page is first opened after %i days says that it is expired', async (days) => {
    const { user, ...story } = scene.story();
    const checkout = await open(user, starter);
    await story.days(days);
    expect(await says(user.id, checkout)).toBe('expired');
  });

  test('that is paid without a webhook: the page says paid, even after it would have expired', async () => {
    const { user, world, ...story } = scene.story();
    const checkout = await open(user, starter);
    world.kept = [];
    await pay(world, checkout);
    await story.days(2);
    expect(await says(user.id, checkout)).toBe('paid');
  });

  test('whose first card is declined says so, but not when another card has paid', async () => {
    const { user, world } = scene.story();
    const checkout = await open(user, starter);
    expect(await pay(world, checkout, DECLINED_CARD)).toBe(false);
    await world.quiet();
    expect(await says(user.id, checkout)).toBe('failed');
    expect(await pay(world, checkout)).toBe(true);
    await world.quiet();
    expect(await says(user.id, checkout)).toBe('paid');
  });

  test('that is paid and then refunded was paid', async () => {
    const { user, world, stripe, dodo, ...story } = scene.story();
    const checkout = await open(user, starter);
    await pay(world, checkout);
    await world.quiet();
    const { externalId } = await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } });
    if (provider === 'stripe') await stripe.refunds.create({ payment_intent: externalId });
    else await dodo.refunds.create({ payment_id: externalId });
    await story.days(3);
    await world.quiet();
    expect(await says(user.id, checkout)).toBe('paid');
  });
});

describe('a bank debit', () => {
  const lifetime = { plan: 'lifetime', currency: 'EUR', provider: 'stripe' } as const;

  test.each([
    ['a plan', euro],
    ['Lifetime', lifetime],
  ])('for %s is pending until the money arrives, and is never called paid before', async (_, input) => {
    const { user, world, ...story } = scene.story();
    const checkout = await open(user, input);
    await pay(world, checkout, IBAN_PAYS);
    await world.quiet();
    expect(await says(user.id, checkout)).toBe('processing');
    expect((await getAccess(user.id)).level).toBe('none');
    await story.days(7);
    await world.quiet();
    expect(await says(user.id, checkout)).toBe('paid');
    expect((await getAccess(user.id)).level).toBe('full');
  });

  test('that bounces has failed, and is never called paid', async () => {
    const { user, world, ...story } = scene.story();
    const checkout = await open(user, euro);
    await pay(world, checkout, IBAN_BOUNCES);
    await world.quiet();
    const said: string[] = [];
    for (let day = 0; day < 8; day += 1) {
      said.push(await says(user.id, checkout));
      await story.days(1);
      await world.quiet();
    }
    // Stripe debits again after some days, and it is pending again.
    expect(said[0]).toBe('processing');
    expect(said).toContain('failed');
    expect(said).not.toContain('paid');
  });
});
