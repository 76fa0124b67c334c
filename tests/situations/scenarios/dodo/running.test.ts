import { describe, expect, test } from 'vitest';
import { cancelAtPeriodEnd, undoCancel } from '@/lib/billing/account/cancel';
import { changePlan, previewChange, undoChange } from '@/lib/billing/account/change';
import { db } from '@/lib/db';
import { asOwner } from '../../../fixtures/as-owner';
import { FAILS_LATER_CARD } from '../../../fixtures/customer';
import { buys, stage } from '../../../fixtures/stage';
import { tell } from '../../../fixtures/story';
import { choose, newCard, patch, pro, starter } from './at-dodo';

const scene = stage();
const toPro = { plan: 'pro', interval: 'month' } as const;
const toStarter = { plan: 'starter', interval: 'month' } as const;
const bought = 'active starter_month paid to Apr 1 | starter full paid to Apr 1 | 900 succeeded | receipt';
const owing = 'past_due starter_month paid to Apr 1 | starter full past_due to Apr 8 | 900 succeeded, 900 failed';
const limited = 'past_due starter_month paid to Apr 1 | starter read_only past_due | 900 succeeded, 900 failed';

describe('at Dodo, a subscription continues', () => {
  test('renewals', async () => {
    const story = scene.story();
    await tell(story, [
      ['buys', () => buys(story, starter), bought],
      [
        'a month later',
        () => story.days(32),
        'active starter_month paid to May 1 | starter full paid to May 1 | 900 succeeded, 900 succeeded | receipt',
      ],
    ]);
  });

  test('dunning: Dodo leaves it on hold forever, so we cancel it before access ends', async () => {
    const story = scene.story();
    await tell(story, [
      ['buys with a card that will fail', () => buys(story, starter, FAILS_LATER_CARD), bought],
      ['the renewal fails', () => story.days(31.1), `${owing} | payment-failed`],
      ['after three days', () => story.days(3), `${owing} |`],
      ['after five days', () => story.days(2), `${owing} |`],
      ['after seven days', () => story.days(2), `${limited} | access-limited`],
      ['after twelve days', () => story.days(5), `${limited} | final-notice`],
      [
        'after fourteen days',
        () => story.days(2),
        'ended starter_month paid to Apr 1 (unpaid) | starter none ended | 900 succeeded, 900 failed | ended',
      ],
      [
        'a month after that',
        () => story.days(30),
        'ended starter_month paid to Apr 1 (unpaid) | starter none ended | 900 succeeded, 900 failed |',
      ],
    ]);
  });

  test('recovery: a new card pays what is owed, and everything is open again', async () => {
    const story = scene.story();
    await tell(story, [
      ['buys with a card that will fail', () => buys(story, starter, FAILS_LATER_CARD), bought],
      ['the renewal fails', () => story.days(31.1), `${owing} | payment-failed`],
      [
        'a new card pays on the same day',
        () => newCard(story),
        'active starter_month paid to May 1 | starter full paid to May 1 | 900 succeeded, 900 failed, 900 succeeded | receipt, recovered',
      ],
    ]);
  });

  test('updating the card when nothing is due charges nothing, and the new card pays the next renewal', async () => {
    const story = scene.story();
    await tell(story, [
      ['buys with a card that will fail', () => buys(story, starter, FAILS_LATER_CARD), bought],
      [
        'enters a better one',
        () => newCard(story),
        'active starter_month paid to Apr 1 | starter full paid to Apr 1 | 900 succeeded |',
      ],
      [
        'the renewal',
        () => story.days(31.1),
        'active starter_month paid to May 1 | starter full paid to May 1 | 900 succeeded, 900 succeeded | receipt',
      ],
    ]);
  });

  test('a grace period that the business has set at Dodo doesn’t change ours', async () => {
    const story = scene.story();
    await choose(story, { grace_period_days: '3' });
    await tell(story, [
      ['buys with a card that will fail', () => buys(story, starter, FAILS_LATER_CARD), bought],
      ['the renewal fails', () => story.days(31.1), `${owing} | payment-failed`],
      ['the grace period at Dodo ends', () => story.days(4), `${owing} |`],
    ]);
  });

  test('Dodo retries automatically: each attempt is a payment, and only the second one sends another email', async () => {
    const story = scene.story();
    await choose(story, { auto_retries: 'on', dunning_events: 'on' });
    await tell(story, [
      ['buys with a card that will fail', () => buys(story, starter, FAILS_LATER_CARD), bought],
      ['the renewal fails', () => story.days(31.1), `${owing} | payment-failed`],
      ['the first two attempts', () => story.days(2), `${owing}, 900 failed, 900 failed | payment-failed`],
    ]);
  });

  test('a fixed-term subscription ends with its term', async () => {
    const story = scene.story();
    const { externalId } = await db().providerPrice.findFirstOrThrow({
      where: { provider: 'dodo', sku: 'starter_month', currency: 'USD', active: true },
    });
    const { price } = await story.dodo.products.retrieve(externalId);
    if (price.type !== 'recurring_price') throw new Error('Starter is paid every month');
    await story.dodo.products.update(externalId, {
      price: { ...price, subscription_period_count: 2, subscription_period_interval: 'Month' },
    });
    await tell(story, [
      ['buys', () => buys(story, starter), bought],
      [
        'a month later',
        () => story.days(32),
        'active starter_month paid to May 1 | starter full paid to May 1 | 900 succeeded, 900 succeeded | receipt',
      ],
      [
        'the term ends',
        () => story.days(31),
        'ended starter_month paid to May 1 (scheduled) | starter none ended | 900 succeeded, 900 succeeded | ended',
      ],
    ]);
  });

  test.each([
    { status: 'cancelled', events: 'updated' },
    { status: 'expired', events: 'cancelled' },
    { status: 'cancelled', events: 'plan_changed' },
  ])('canceled at the end of the period (it ends as $status, reported by $events)', async ({ status, events }) => {
    const story = scene.story();
    await choose(story, { period_end_status: status, period_end_events: events });
    const cancel = () => cancelAtPeriodEnd(asOwner(story.user.id), { feedback: 'unused', comment: null });
    const canceling = 'active starter_month paid to Apr 1 ends Apr 1 | starter full canceling to Apr 1 | 900 succeeded';
    await tell(story, [
      ['buys', () => buys(story, starter), bought],
      ['cancels', cancel, `${canceling} | canceled`],
      ['undoes the cancellation', () => undoCancel(asOwner(story.user.id)), bought.replace('receipt', 'cancel-undone')],
      ['cancels after all', cancel, `${canceling} | canceled`],
      ['the day before the end', () => story.days(30), `${canceling} |`],
      [
        'the day after',
        () => story.days(2),
        'ended starter_month paid to Apr 1 (scheduled) | starter none ended | 900 succeeded | ended',
      ],
    ]);
  });

  test('canceled immediately by the operator: access closes immediately, and nothing is refunded automatically', async () => {
    const story = scene.story();
    await tell(story, [
      ['buys', () => buys(story, starter), bought],
      [
        'is canceled at Dodo',
        () => patch(story, { status: 'cancelled' }),
        'ended starter_month paid to Apr 1 (immediate) | starter none ended | 900 succeeded | ended',
      ],
    ]);
  });

  test('paused it is closed, resumed it is open for as long as was left', async () => {
    const story = scene.story();
    await tell(story, [
      ['buys', () => buys(story, starter), bought],
      [
        'is paused after ten days',
        async () => {
          await story.days(10);
          await patch(story, { status: 'paused' });
        },
        'paused starter_month paid to Apr 1 | starter none paused | 900 succeeded |',
      ],
      [
        'is resumed five days later',
        async () => {
          await story.days(5);
          await patch(story, { status: 'active' });
        },
        'active starter_month paid to Apr 6 | starter full paid to Apr 6 | 900 succeeded |',
      ],
    ]);
  });

  test('an upgrade is charged immediately, and a new period begins', async () => {
    const story = scene.story();
    await tell(story, [
      ['buys', () => buys(story, starter), bought],
      [
        'upgrades in the middle of the month',
        async () => {
          await story.days(15.5);
          const { terms, dueNow } = await previewChange(story.user.id, toPro);
          expect(dueNow).toBe(1000n);
          await changePlan(asOwner(story.user.id), toPro, terms);
        },
        'active pro_month paid to Apr 17 | pro full paid to Apr 17 | 900 succeeded, 1000 succeeded | plan-changed, receipt',
      ],
    ]);
  });

  test('an upgrade whose charge is declined changes nothing', async () => {
    const story = scene.story();
    await tell(story, [
      ['buys with a card that will fail', () => buys(story, starter, FAILS_LATER_CARD), bought],
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
    const waiting =
      'active pro_month then starter_month paid to Apr 15 | pro full paid to Apr 15 | 2900 succeeded | change-planned';
    await tell(story, [
      [
        'has Pro, after the trial',
        async () => {
          await buys(story, pro);
          await story.days(15);
        },
        'active pro_month paid to Apr 15 | pro full paid to Apr 15 | 2900 succeeded | receipt',
      ],
      ['downgrades', downgrade, waiting],
      [
        'undoes the downgrade',
        () => undoChange(asOwner(story.user.id)),
        'active pro_month paid to Apr 15 | pro full paid to Apr 15 | 2900 succeeded | change-undone',
      ],
      ['downgrades after all', downgrade, waiting],
      [
        'the period ends',
        () => story.days(31),
        'active starter_month paid to May 15 | starter full paid to May 15 | 2900 succeeded, 900 succeeded | plan-changed, receipt',
      ],
    ]);
  });
});
