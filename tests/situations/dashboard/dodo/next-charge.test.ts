import { describe, expect, test } from 'vitest';
import { getAccess } from '@/lib/billing/access/get-access';
import { billingOverview } from '@/lib/billing/account/overview';
import { db } from '@/lib/db';
import { open } from '../../../fixtures/customer';
import { moveWallet } from '../../../fixtures/dashboard/dodo/money';
import { customerOf, editPrice, productOf } from '../../../fixtures/dashboard/dodo/products';
import { chargesAt, emailsTo } from '../../../fixtures/dashboard/dodo/state';
import {
  cancelAtPeriodEnd,
  moveAddress,
  moveNextBillingDate,
  pauseSubscription,
  resumeSubscription,
  undoCancel,
} from '../../../fixtures/dashboard/dodo/subscriptions';
import { stage } from '../../../fixtures/stage';
import type { Story } from '../../../fixtures/story';
import { access, bought, pass, starter, starterYear } from './scene';

const scene = stage();
const DAY = 86_400_000;

/** Starter for a year, bought in Hungary. */
async function hungarian(story: Story): Promise<string> {
  const { externalId } = await open(story.user, starterYear);
  await story.world.control(`dodo/checkout/${externalId}/pay`, { country: 'HU' });
  await pass(story, 0);
  return customerOf(story.user.id);
}

/** What the email about the coming renewal says. */
async function renewingMail(story: Story): Promise<string> {
  await pass(story, 360);
  const mail = await db().email.findFirstOrThrow({ where: { userId: story.user.id, kind: 'renewing' } });
  return JSON.stringify(mail.snapshot);
}

describe('the email before a yearly renewal names what is charged', () => {
  test('with the VAT of Hungary', async () => {
    const story = scene.story();
    const customerId = await hungarian(story);
    const told = await renewingMail(story);
    await pass(story, 7);
    expect(await chargesAt(story, customerId)).toEqual(['11430 succeeded', '11430 succeeded']);
    expect(told).toContain('"11430"');
  });

  test('with half off the product', async () => {
    const story = scene.story();
    await editPrice(story, await productOf('starter_year'), { discount_bps: 5000 });
    const { customerId } = await bought(story, starterYear);
    const told = await renewingMail(story);
    await pass(story, 7);
    expect(await chargesAt(story, customerId)).toEqual(['4500 succeeded', '4500 succeeded']);
    expect(told).toContain('"4500"');
  });

  test('less what support has added to the wallet', async () => {
    const story = scene.story();
    const { customerId } = await bought(story, starterYear);
    await moveWallet(story, customerId, 2000);
    await pass(story, 367);
    expect(await chargesAt(story, customerId)).toEqual(['9000 succeeded', '7000 succeeded']);
    expect(await access(story)).toBe('starter full');
  });

  test('after support has moved the address to Hungary', async () => {
    const story = scene.story();
    const { customerId, id = '' } = await bought(story, starterYear);
    await moveAddress(story, id, { country: 'HU' });
    const told = await renewingMail(story);
    await pass(story, 7);
    expect(await chargesAt(story, customerId)).toEqual(['9000 succeeded', '11430 succeeded']);
    expect(told).toContain('"11430"');
  });
});

describe('the next charge is moved by support', () => {
  test('three weeks later: it is paid time, not a trial, and no email calls it free', async () => {
    const story = scene.story();
    const { customerId, id = '' } = await bought(story, starter);
    const { next_billing_date } = await story.dodo.subscriptions.retrieve(id);
    const to = new Date(Date.parse(next_billing_date) + 21 * DAY);
    await moveNextBillingDate(story, id, to);
    await pass(story, 0);
    expect(await getAccess(story.user.id)).toMatchObject({ plan: 'starter', level: 'full', reason: 'paid' });
    expect((await billingOverview(story.user.id)).subscription).toMatchObject({ renewsAt: to, trialEnd: null });
    await pass(story, 40);
    expect(await access(story)).toBe('starter full');
    expect(await chargesAt(story, customerId)).toEqual(['900 succeeded']);
    expect(await emailsTo(story.user.id)).toEqual(['receipt']);
  });

  test('to an earlier day: it is charged then, and open for a month from there', async () => {
    const story = scene.story();
    const { customerId, id = '' } = await bought(story, starter);
    await pass(story, 5);
    const { next_billing_date } = await story.dodo.subscriptions.retrieve(id);
    await moveNextBillingDate(story, id, new Date(Date.parse(next_billing_date) - 20 * DAY));
    await pass(story, 10);
    expect(await chargesAt(story, customerId)).toEqual(['900 succeeded', '900 succeeded']);
    expect(await access(story)).toBe('starter full');
  });
});

describe('an end that support sets', () => {
  test('and removes: the customer pays and the plan continues', async () => {
    const story = scene.story();
    const { customerId, id = '' } = await bought(story, starter);
    await cancelAtPeriodEnd(story, id);
    await pass(story, 1);
    await undoCancel(story, id);
    await pass(story, 32);
    expect(await access(story)).toBe('starter full');
    expect(await chargesAt(story, customerId)).toEqual(['900 succeeded', '900 succeeded']);
  });

  test('a pause closes access, and resuming opens it for the days that were left', async () => {
    const story = scene.story();
    const { customerId, id = '' } = await bought(story, starter);
    await pass(story, 10);
    await pauseSubscription(story, id);
    await pass(story, 30);
    expect(await access(story)).toBe('starter none');
    await resumeSubscription(story, id);
    await pass(story, 15);
    expect(await access(story)).toBe('starter full');
    expect(await chargesAt(story, customerId)).toEqual(['900 succeeded']);
  });
});
