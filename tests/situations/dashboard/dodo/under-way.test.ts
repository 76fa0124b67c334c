import { describe, expect, test } from 'vitest';
import { cancelAtPeriodEnd } from '@/lib/billing/account/cancel';
import { changePlan, previewChange } from '@/lib/billing/account/change';
import { db } from '@/lib/db';
import { asOwner } from '../../../fixtures/as-owner';
import { open, pay } from '../../../fixtures/customer';
import { settlePayment } from '../../../fixtures/dashboard/dodo/money';
import { customerOf } from '../../../fixtures/dashboard/dodo/products';
import { chargesAt, emailsTo, newestPayment, newestSubscription } from '../../../fixtures/dashboard/dodo/state';
import { failCharges } from '../../../fixtures/dashboard/dodo/subscriptions';
import { stage } from '../../../fixtures/stage';
import type { Story } from '../../../fixtures/story';
import { choose } from '../../scenarios/dodo/at-dodo';
import { access, bought, pass, starter, starterEuro } from './scene';

const scene = stage();
const COMES = 'AT611904300234573201';
const BOUNCES = 'AT861904300235473202';
/** Payments without the customer present arrive 48 hours later. */
const INDIAN = '4576238912771450';

async function debit(story: Story, account: string): Promise<string> {
  await pay(story.world, await open(story.user, starterEuro), account);
  await pass(story, 0);
  return customerOf(story.user.id);
}

describe.each(['pending', 'active'])('a first debit, while Dodo calls the subscription %s', (reading) => {
  test('opens nothing until it arrived', async () => {
    const story = scene.story();
    await choose(story, { debit_first_purchase: reading });
    const customerId = await debit(story, COMES);
    expect(await chargesAt(story, customerId)).toEqual(['900 processing']);
    expect(await access(story)).toMatch(/none$/);
    expect(await emailsTo(story.user.id)).toEqual([]);
    await pass(story, 7);
    expect(await access(story)).toBe('starter full');
    expect(await emailsTo(story.user.id)).toEqual(['receipt']);
  });

  test('bounces: nothing was open, and nothing opens', async () => {
    const story = scene.story();
    await choose(story, { debit_first_purchase: reading });
    const customerId = await debit(story, BOUNCES);
    const seen = new Set<string>();
    for (let i = 0; i < 10; i += 1) {
      await pass(story, 1);
      seen.add((await access(story)).split(' ')[1] ?? '');
    }
    expect(seen).toEqual(new Set(['none']));
    expect(await chargesAt(story, customerId)).toEqual(['900 failed']);
  });
});

test('a cancellation before the first debit arrived opens nothing either', async () => {
  const story = scene.story();
  await choose(story, { debit_first_purchase: 'active' });
  await debit(story, COMES);
  await cancelAtPeriodEnd(asOwner(story.user.id), { feedback: 'unused', comment: null }).catch(() => undefined);
  await pass(story, 0);
  expect(await access(story)).toMatch(/none$/);
});

describe.each(['stay', 'move'])('a pending renewal, while the dates %s', (reading) => {
  test('keeps the access, and the money that arrives extends it', async () => {
    const story = scene.story();
    await choose(story, { debit_renewal_dates: reading });
    const { customerId } = await bought(story, starter, INDIAN);
    await pass(story, 32);
    expect(await chargesAt(story, customerId)).toEqual(['900 succeeded', '900 processing']);
    expect(await access(story)).toBe('starter full');
    expect(await emailsTo(story.user.id)).toEqual(['receipt']);
    await pass(story, 2);
    expect(await access(story)).toBe('starter full');
    expect(await emailsTo(story.user.id)).toEqual(['receipt', 'receipt']);
  });

  test('bounces: the grace period counts from the day it was due, not from the answer', async () => {
    const story = scene.story();
    await choose(story, { debit_renewal_dates: reading });
    const { id = '' } = await bought(story, starter, INDIAN);
    await failCharges(story, id);
    await pass(story, 32);
    await pass(story, 2);
    expect(await emailsTo(story.user.id)).toEqual(['payment-failed', 'receipt']);
    expect(await access(story)).toBe('starter full');
    await pass(story, 5);
    expect(await access(story)).toBe('starter read_only');
  });
});

test('a pending upgrade is not reported as successful, and its bounce leaves the old plan', async () => {
  const story = scene.story();
  const { customerId } = await bought(story, starter, INDIAN);
  const wanted = { plan: 'pro', interval: 'month' } as const;
  const { terms } = await previewChange(story.user.id, wanted);
  await changePlan(asOwner(story.user.id), wanted, terms).catch(() => undefined);
  await pass(story, 0);
  expect(await access(story)).toBe('starter full');
  expect(await emailsTo(story.user.id)).toEqual(['receipt']);
  await settlePayment(story, (await newestPayment(story, customerId)).payment_id, 'failed');
  await pass(story, 0);
  expect(await access(story)).toBe('starter full');
  expect((await newestSubscription(story, customerId)).status).toBe('active');
  expect(await emailsTo(story.user.id)).not.toContain('plan-changed');
  expect(await db().webhookEvent.count({ where: { status: { in: ['failed', 'dead'] } } })).toBe(0);
});
