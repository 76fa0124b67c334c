import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { cancelAtPeriodEnd, undoCancel } from '@/lib/billing/account/cancel';
import { changePlan, previewChange, undoChange } from '@/lib/billing/account/change';
import { pauseSubscription, resumeSubscription, resumeTerms } from '@/lib/billing/account/pause';
import type { CheckoutInput } from '@/lib/billing/checkout/start';
import { recentOutcome } from '@/lib/billing/operations/action-status';
import { db } from '@/lib/db';
import { asOwner } from '../fixtures/as-owner';
import { buy, FAILS_LATER_CARD, newCustomer, open, pay } from '../fixtures/customer';
import { minutesPass, operationsOf } from '../fixtures/operations';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

type Provider = 'stripe' | 'dodo';
const starter = (provider: Provider): CheckoutInput => ({
  ...{ plan: 'starter', interval: 'year', currency: 'USD', provider },
});
const monthly = { plan: 'starter', interval: 'month' } as const;
const noReason = { feedback: null, comment: null };
/** Requests that change a subscription. */
const WRITE: Record<Provider, string> = {
  stripe: '(POST|DELETE) .*/(subscriptions|subscription_schedules)',
  dodo: '(PATCH|POST|DELETE) .*/subscriptions/',
};

/** The request that does it, if several are needed: the ones before it prepare it. */
const ACT: Record<Provider, string> = {
  stripe: '(POST .*/subscriptions/sub_|POST .*/subscription_schedules/sub_sched_)',
  dodo: '(PATCH .*/subscriptions/|POST .*/change-plan$)',
};

async function subscribed(provider: Provider) {
  const user = await newCustomer();
  await buy(world, user, starter(provider));
  return user;
}
const only = (userId: string) => db().subscription.findFirstOrThrow({ where: { workspaceId: userId } });

const plan = async (userId: string) => {
  const { terms } = await previewChange(userId, monthly);
  await changePlan(asOwner(userId), monthly, terms);
};
const goOn = async (userId: string) => resumeSubscription(asOwner(userId), (await resumeTerms(userId)).terms);

/** An action, its undo, and whether the action is in effect. */
const PAIRS = {
  cancellation: {
    act: (userId: string) => cancelAtPeriodEnd(asOwner(userId), noReason),
    undo: (userId: string) => undoCancel(asOwner(userId)),
    isSet: async (userId: string) => (await only(userId)).cancelAt !== null,
  },
  pause: {
    act: (userId: string) => pauseSubscription(asOwner(userId)),
    undo: goOn,
    isSet: async (userId: string) => {
      const { status, pausesAt } = await only(userId);
      return status === 'paused' || pausesAt !== null;
    },
  },
  'planned change': {
    act: plan,
    undo: (userId: string) => undoChange(asOwner(userId)),
    isSet: async (userId: string) => (await only(userId)).pendingAt !== null,
  },
} as const;

/** Whether a click reported success; any error other than a 409 is a failure. */
const isDone = (act: Promise<void>): Promise<boolean> =>
  act.then(
    () => true,
    (error: unknown) => {
      expect(error).toMatchObject({ status: 409 });
      return false;
    },
  );

const inProgress = { code: 'billing/in-progress' };

describe.each(PROVIDERS)('through %s', (provider) => {
  describe.each(Object.entries(PAIRS))('a %s', (_, { act, undo, isSet }) => {
    test('undone with the answer lost, and then requested again, stays', async () => {
      const user = await subscribed(provider);
      await act(user.id);
      await world.control('faults', { provider, kind: 'timeout_after_effect', match: WRITE[provider] });
      await expect(undo(user.id)).rejects.toMatchObject(inProgress);
      await world.calm();
      // The lost answer is looked up first: what was reported as done is done, and what was not is not done later.
      const again = await isDone(act(user.id));
      await minutesPass(world, user.id);
      expect(await isSet(user.id)).toBe(again);
      if (!again) await act(user.id);
      await minutesPass(world, user.id);
      expect(await isSet(user.id)).toBe(true);
    });

    test('whose request never arrived is not made later, and its owner gets an email', async () => {
      const user = await subscribed(provider);
      await world.control('faults', { provider, kind: 'timeout_before', match: WRITE[provider] });
      await expect(act(user.id)).rejects.toMatchObject(inProgress);
      await world.calm();
      await minutesPass(world, user.id);
      expect(await isSet(user.id)).toBe(false);
      expect((await operationsOf(user.id)).every((operation) => operation.endsWith('withdrawn'))).toBe(true);
      expect(await db().email.count({ where: { userId: user.id, kind: 'not-done', status: 'sent' } })).toBe(1);
      await act(user.id);
      expect(await isSet(user.id)).toBe(true);
    });

    test('whose answer is lost is looked up and not sent again', async () => {
      const user = await subscribed(provider);
      await world.control('faults', { provider, kind: 'timeout_after_effect', match: ACT[provider] });
      await expect(act(user.id)).rejects.toMatchObject(inProgress);
      await world.calm();
      const undone = await isDone(undo(user.id));
      await minutesPass(world, user.id);
      expect(await isSet(user.id)).toBe(!undone);
      if (!undone) await undo(user.id);
      await minutesPass(world, user.id);
      expect(await isSet(user.id)).toBe(false);
    });

    test('undone twice or requested twice ends up as last requested', async () => {
      const user = await subscribed(provider);
      await act(user.id);
      await undo(user.id);
      await act(user.id);
      expect(await isSet(user.id)).toBe(true);
      await undo(user.id);
      await minutesPass(world, user.id);
      expect(await isSet(user.id)).toBe(false);
    });
  });

  test('"keep my plan" while the cancellation is pending says so, and is not answered from what is about to change', async () => {
    const user = await subscribed(provider);
    await world.control('faults', { provider, kind: 'timeout_after_effect', match: ACT[provider] });
    await expect(cancelAtPeriodEnd(asOwner(user.id), noReason)).rejects.toMatchObject(inProgress);
    await world.calm();
    const kept = await isDone(undoCancel(asOwner(user.id)));
    await minutesPass(world, user.id);
    expect(await recentOutcome(asOwner(user.id), 'cancel')).toBe('done');
    expect((await only(user.id)).cancelAt === null).toBe(kept);
    await undoCancel(asOwner(user.id));
    expect((await only(user.id)).cancelAt).toBeNull();
  });

  test('an unknown result is abandoned after a day and raises an alert', async () => {
    const user = await subscribed(provider);
    await world.control('faults', { provider, kind: 'timeout_after_effect', match: ACT[provider] });
    await expect(cancelAtPeriodEnd(asOwner(user.id), noReason)).rejects.toMatchObject(inProgress);
    await world.calm();
    await world.control('faults', { provider, kind: '500', match: 'GET .*/subscriptions' });
    await db().operation.updateMany({
      where: { workspaceId: user.id, status: 'unknown' },
      data: { sentAt: new Date(Date.now() - 24 * 3_600_000) },
    });
    await minutesPass(world, user.id, 1);
    const operation = await db().operation.findFirstOrThrow({
      where: { workspaceId: user.id, kind: 'schedule-cancel' },
    });
    expect(operation).toMatchObject({ status: 'refused' });
    expect(await db().alert.count({ where: { key: `operation-refused:${operation.id}` } })).toBe(1);
  });
});

test('a change that Dodo answers without naming a payment, and whose card is declined, is never reported as done', async () => {
  await world.control('dodo/switches', { change_plan_answer: 'link_only' });
  const user = await newCustomer();
  const input = { plan: 'starter', interval: 'month', currency: 'USD', provider: 'dodo' } as const;
  expect(await pay(world, await open(user, input), FAILS_LATER_CARD)).toBe(true);
  await world.quiet();
  const to = { plan: 'pro', interval: 'month' } as const;
  const { terms } = await previewChange(user.id, to);
  await expect(changePlan(asOwner(user.id), to, terms)).rejects.toMatchObject({ code: 'billing/provider-refused' });
  expect(await recentOutcome(asOwner(user.id), 'change')).toBe('refused');
  expect(await only(user.id)).toMatchObject({ sku: 'starter_month', status: 'active' });
  await world.control('dodo/switches', { change_plan_answer: 'payment' });
});
