import { expect, test } from 'vitest';
import { cancelAtPeriodEnd } from '@/lib/billing/account/cancel';
import { asOwner } from '../../../fixtures/as-owner';
import { open, pay } from '../../../fixtures/customer';
import { IBAN_BOUNCES, IBAN_PAYS, saveBankAccount } from '../../../fixtures/dashboard/stripe/customers';
import { createSubscription } from '../../../fixtures/dashboard/stripe/subscriptions';
import { stage } from '../../../fixtures/stage';
import type { Story } from '../../../fixtures/story';
import { customerAlone, emailsTo, opened, ourPrice } from './at-stripe';

const scene = stage();
const euro = { plan: 'starter', interval: 'month', currency: 'EUR', provider: 'stripe' } as const;

async function debited(story: Story, iban: string) {
  await pay(story.world, await open(story.user, euro), iban);
  return opened(story);
}
const kinds = async (story: Story) => (await emailsTo(story)).map(({ kind }) => kind);

test('a first debit opens nothing and sends no receipt until the money arrives', async () => {
  const story = scene.story();
  expect((await debited(story, IBAN_PAYS)).level).toBe('none');
  expect(await kinds(story)).not.toContain('receipt');
  await story.days(4);
  expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
  expect(await kinds(story)).toContain('receipt');
});

test('a first debit that bounces never opens anything', async () => {
  const story = scene.story();
  expect((await debited(story, IBAN_BOUNCES)).level).toBe('none');
  for (let day = 0; day < 9; day += 1) {
    await story.days(1);
    expect((await opened(story)).level).toBe('none');
  }
});

test('a scheduled end grants nothing while nothing is paid', async () => {
  const story = scene.story();
  await debited(story, IBAN_BOUNCES);
  await cancelAtPeriodEnd(asOwner(story.user.id), { feedback: 'unused', comment: '' }).catch(() => undefined);
  expect((await opened(story)).level).toBe('none');
  await story.days(6);
  expect((await opened(story)).level).toBe('none');
});

test('a subscription created by hand and paid by debit opens when the money arrives', async () => {
  const story = scene.story();
  const customer = await customerAlone(story);
  await saveBankAccount(story.stripe, customer);
  await createSubscription(story.stripe, customer, [await ourPrice('starter_month', 'EUR')]);
  expect((await opened(story)).level).toBe('none');
  await story.days(4);
  expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
  await story.days(28);
  expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
});
