import { describe, expect, test } from 'vitest';
import { cancelAtPeriodEnd, undoCancel } from '@/lib/billing/account/cancel';
import { changePlan, previewChange, undoChange } from '@/lib/billing/account/change';
import { asOwner } from '../../../fixtures/as-owner';
import { FAILS_LATER_CARD } from '../../../fixtures/customer';
import { buys, latestSubscription, stage } from '../../../fixtures/stage';
import { tell } from '../../../fixtures/story';
import { pro, starter } from './at-stripe';

const scene = stage();
const toPro = { plan: 'pro', interval: 'month' } as const;
const toStarter = { plan: 'starter', interval: 'month' } as const;

describe('an active subscription at Stripe', () => {
  test('renewals: open through the hour in which the invoice is a draft', async () => {
    const story = scene.story();
    await tell(story, [
      [
        'buys',
        () => buys(story, starter),
        'active starter_month paid to Apr 1 | starter full paid to Apr 1 | 900 succeeded | receipt',
      ],
      [
        'the period has ended, the payment has not arrived yet',
        async () => {
          await story.days(31);
          await story.hours(0.5);
        },
        'active starter_month paid to Apr 1 | starter full paid to Apr 1 | 900 succeeded |',
      ],
      [
        'an hour later',
        () => story.hours(1),
        'active starter_month paid to May 1 | starter full paid to May 1 | 900 succeeded, 900 succeeded | receipt',
      ],
      [
        'the month after',
        () => story.days(31),
        'active starter_month paid to Jun 1 | starter full paid to Jun 1 | 900 succeeded, 900 succeeded, 900 succeeded | receipt',
      ],
    ]);
  });

  test('an upgrade is charged immediately, for the half month that is left', async () => {
    const story = scene.story();
    await tell(story, [
      [
        'buys',
        () => buys(story, starter),
        'active starter_month paid to Apr 1 | starter full paid to Apr 1 | 900 succeeded | receipt',
      ],
      [
        'upgrades in the middle of the month',
        async () => {
          await story.days(15.5);
          const { terms, dueNow } = await previewChange(story.user.id, toPro);
          expect(dueNow).toBe(1000n);
          await changePlan(asOwner(story.user.id), toPro, terms);
        },
        'active pro_month paid to Apr 1 | pro full paid to Apr 1 | 900 succeeded, 1000 succeeded | plan-changed, receipt',
      ],
      [
        'renews at the new price',
        () => story.days(16),
        'active pro_month paid to May 1 | pro full paid to May 1 | 900 succeeded, 1000 succeeded, 2900 succeeded | receipt',
      ],
    ]);
  });

  test('an upgrade whose charge is declined changes nothing', async () => {
    const story = scene.story();
    await tell(story, [
      [
        'buys with a card that will fail',
        () => buys(story, starter, FAILS_LATER_CARD),
        'active starter_month paid to Apr 1 | starter full paid to Apr 1 | 900 succeeded | receipt',
      ],
      [
        'the upgrade is declined',
        async () => {
          const { terms } = await previewChange(story.user.id, toPro);
          await expect(changePlan(asOwner(story.user.id), toPro, terms)).rejects.toMatchObject({
            code: 'billing/provider-refused',
          });
        },
        'active starter_month paid to Apr 1 | starter full paid to Apr 1 | 900 succeeded, 2000 failed |',
      ],
    ]);
  });

  test('a downgrade waits for the end of the period, and can be undone until then', async () => {
    const story = scene.story();
    const downgrade = async () => {
      const { terms } = await previewChange(story.user.id, toStarter);
      await changePlan(asOwner(story.user.id), toStarter, terms);
    };
    await tell(story, [
      [
        'has Pro, after the trial',
        async () => {
          await buys(story, pro);
          await story.days(15);
        },
        'active pro_month paid to Apr 15 | pro full paid to Apr 15 | 2900 succeeded | receipt',
      ],
      [
        'downgrades',
        downgrade,
        'active pro_month then starter_month paid to Apr 15 | pro full paid to Apr 15 | 2900 succeeded | change-planned',
      ],
      [
        'undoes the downgrade',
        () => undoChange(asOwner(story.user.id)),
        'active pro_month paid to Apr 15 | pro full paid to Apr 15 | 2900 succeeded | change-undone',
      ],
      [
        'downgrades after all',
        downgrade,
        'active pro_month then starter_month paid to Apr 15 | pro full paid to Apr 15 | 2900 succeeded | change-planned',
      ],
      [
        'the period ends',
        () => story.days(32),
        'active starter_month paid to May 15 | starter full paid to May 15 | 2900 succeeded, 900 succeeded | plan-changed, receipt',
      ],
    ]);
  });

  test('canceled at the end of the period: open to the last moment, then closed', async () => {
    const story = scene.story();
    const cancel = () => cancelAtPeriodEnd(asOwner(story.user.id), { feedback: 'unused', comment: null });
    await tell(story, [
      [
        'buys',
        () => buys(story, starter),
        'active starter_month paid to Apr 1 | starter full paid to Apr 1 | 900 succeeded | receipt',
      ],
      [
        'cancels',
        cancel,
        'active starter_month paid to Apr 1 ends Apr 1 | starter full canceling to Apr 1 | 900 succeeded | canceled',
      ],
      [
        'undoes the cancellation',
        () => undoCancel(asOwner(story.user.id)),
        'active starter_month paid to Apr 1 | starter full paid to Apr 1 | 900 succeeded | cancel-undone',
      ],
      [
        'cancels after all',
        cancel,
        'active starter_month paid to Apr 1 ends Apr 1 | starter full canceling to Apr 1 | 900 succeeded | canceled',
      ],
      [
        'an hour before the end',
        async () => {
          await story.days(30);
          await story.hours(23);
        },
        'active starter_month paid to Apr 1 ends Apr 1 | starter full canceling to Apr 1 | 900 succeeded |',
      ],
      [
        'an hour after',
        () => story.hours(2),
        'ended starter_month paid to Apr 1 (scheduled) | starter none ended | 900 succeeded | ended',
      ],
    ]);
  });

  test('canceled immediately by the operator: access closes immediately, and nothing is refunded automatically', async () => {
    const story = scene.story();
    await tell(story, [
      [
        'buys',
        () => buys(story, starter),
        'active starter_month paid to Apr 1 | starter full paid to Apr 1 | 900 succeeded | receipt',
      ],
      [
        'is canceled at Stripe',
        async () => void (await story.stripe.subscriptions.cancel((await latestSubscription(story)).externalId)),
        'ended starter_month paid to Apr 1 (immediate) | starter none ended | 900 succeeded | ended',
      ],
      [
        'comes back',
        () => buys(story, pro),
        'active pro_month paid to Apr 1, ended starter_month paid to Apr 1 (immediate) | pro full paid to Apr 1 | 900 succeeded, 2900 succeeded | receipt',
      ],
    ]);
  });
});
