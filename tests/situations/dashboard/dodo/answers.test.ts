import { describe, expect, test } from 'vitest';
import { cancelAtPeriodEnd, undoCancel } from '@/lib/billing/account/cancel';
import { changePlan, previewChange, undoChange } from '@/lib/billing/account/change';
import { pauseSubscription, resumeSubscription, resumeTerms } from '@/lib/billing/account/pause';
import { db } from '@/lib/db';
import { asOwner } from '../../../fixtures/as-owner';
import { open, pay } from '../../../fixtures/customer';
import { loseAnswers, refuseCalls } from '../../../fixtures/dashboard/dodo/outages';
import { chargesAt, emailsTo } from '../../../fixtures/dashboard/dodo/state';
import { stage } from '../../../fixtures/stage';
import type { Story } from '../../../fixtures/story';
import { choose } from '../../scenarios/dodo/at-dodo';
import { access, answered, bought, FAILS_LATER_CARD, pass, pro, starter } from './scene';

const scene = stage();
const lost = ['timeout_after_effect', '409_after_effect', '500_after_effect'] as const;
const before = ['timeout_before', '409', '500'] as const;
const seen = (id: string) => scene.story().dodo.subscriptions.retrieve(id);

/** The next call of that kind: it happens and its answer is lost, or it does not happen. */
async function trouble(story: Story, kind: (typeof lost | typeof before)[number], match: string): Promise<void> {
  const after = lost.find((each) => each === kind);
  const none = before.find((each) => each === kind);
  if (after !== undefined) await loseAnswers(story.world, after, match, { times: 1 });
  if (none !== undefined) await refuseCalls(story.world, none, match, { times: 1 });
}

describe.each([...lost, ...before])('an answer is missing (%s); the last request wins', (kind) => {
  const cancel = (story: Story) => cancelAtPeriodEnd(asOwner(story.user.id), { feedback: 'unused', comment: null });

  test('canceled, undone, canceled after all: nothing is charged again', async () => {
    const story = scene.story();
    const { customerId, id = '' } = await bought(story, starter);
    await cancel(story);
    await trouble(story, kind, '^PATCH /dodo/subscriptions');
    await answered(undoCancel(asOwner(story.user.id)));
    const again = await answered(cancel(story));
    await pass(story, 1);
    if (again === 'done') expect((await seen(id)).cancel_at_next_billing_date).toBe(true);
    else await cancel(story);
    await pass(story, 40);
    expect(await chargesAt(story, customerId)).toEqual(['900 succeeded']);
    expect(await access(story)).toBe('starter none');
  });

  test('paused, resumed, paused after all: nothing is charged', async () => {
    const story = scene.story();
    const { customerId, id = '' } = await bought(story, starter);
    await pauseSubscription(asOwner(story.user.id));
    const { terms } = await resumeTerms(story.user.id);
    await trouble(story, kind, '^PATCH /dodo/subscriptions');
    await answered(resumeSubscription(asOwner(story.user.id), terms));
    const again = await answered(pauseSubscription(asOwner(story.user.id)));
    await pass(story, 1);
    if (again === 'done') expect((await seen(id)).status).toBe('paused');
    else if ((await seen(id)).status === 'active') await pauseSubscription(asOwner(story.user.id));
    await pass(story, 40);
    expect(await chargesAt(story, customerId)).toEqual(['900 succeeded']);
  });

  test('a downgrade scheduled, undone, scheduled after all: it happens', async () => {
    const story = scene.story();
    const { id = '' } = await bought(story, pro);
    await story.days(15);
    await pass(story, 0);
    const plan = async () => {
      const wanted = { plan: 'starter', interval: 'month' } as const;
      const { terms } = await previewChange(story.user.id, wanted);
      await changePlan(asOwner(story.user.id), wanted, terms);
    };
    await plan();
    await trouble(story, kind, '^DELETE /dodo/subscriptions');
    await answered(undoChange(asOwner(story.user.id)));
    const again = await answered(plan());
    await pass(story, 1);
    if (again === 'done') expect((await seen(id)).scheduled_change).not.toBeNull();
    else if ((await seen(id)).scheduled_change === null) await plan();
    await pass(story, 31);
    expect(await access(story)).toBe('starter full');
  });
});

test('an upgrade refused once with 429 is not made later', async () => {
  const story = scene.story();
  const { customerId } = await bought(story, starter);
  const wanted = { plan: 'pro', interval: 'month' } as const;
  const { terms } = await previewChange(story.user.id, wanted);
  await refuseCalls(story.world, '429', '^POST /dodo/subscriptions/[^/]+/change-plan$', { times: 1 });
  const told = await answered(changePlan(asOwner(story.user.id), wanted, terms));
  await pass(story, 1);
  const paid = (await chargesAt(story, customerId)).length === 2;
  // It may only happen in the end if it wasn't reported as refused: `billing/in-progress` promises a result.
  expect(paid).toBe(told === 'done' || told === 'billing/in-progress');
});

test('a declined upgrade is not reported as successful when the answer names no payment', async () => {
  const story = scene.story();
  await choose(story, { change_plan_answer: 'link_only' });
  const { customerId } = await bought(story, starter, FAILS_LATER_CARD);
  const wanted = { plan: 'pro', interval: 'month' } as const;
  const { terms } = await previewChange(story.user.id, wanted);
  const told = await answered(changePlan(asOwner(story.user.id), wanted, terms));
  await pass(story, 0);
  expect(told).not.toBe('done');
  expect(await access(story)).toBe('starter full');
  expect(await chargesAt(story, customerId)).toEqual(['900 succeeded', '2000 failed']);
  expect(await emailsTo(story.user.id)).toEqual(['receipt']);
});

test('a paid upgrade is reported as successful when the answer names no payment', async () => {
  const story = scene.story();
  await choose(story, { change_plan_answer: 'link_only' });
  await bought(story, starter);
  const wanted = { plan: 'pro', interval: 'month' } as const;
  const { terms } = await previewChange(story.user.id, wanted);
  const told = await answered(changePlan(asOwner(story.user.id), wanted, terms));
  await pass(story, 0);
  expect(told).toBe('done');
  expect(await access(story)).toBe('pro full');
});

describe.each([2, 32])('a checkout that was left open for %i days', (days) => {
  test('leads to a page that can be paid', async () => {
    const story = scene.story();
    const first = await open(story.user, starter);
    await pass(story, days);
    const second = await open(story.user, starter);
    expect(second.url).not.toBe(first.url);
    expect(await (await fetch(second.url ?? '')).text()).not.toContain('expired');
    expect(await pay(story.world, second)).toBe(true);
    await pass(story, 0);
    expect(await access(story)).toBe('starter full');
    expect(await db().alert.count()).toBe(0);
  });
});
