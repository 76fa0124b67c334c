import { describe, test } from 'vitest';
import { FAILS_LATER_CARD } from '../../../fixtures/customer';
import { buys, stage } from '../../../fixtures/stage';
import { tell } from '../../../fixtures/story';
import { newCard, payOpen, starter } from './at-stripe';

const scene = stage();

describe('an unpaid renewal at Stripe', () => {
  test('dunning: emails, read-only after the grace period, the end after the last attempt', async () => {
    const story = scene.story();
    await tell(story, [
      [
        'buys with a card that will fail',
        () => buys(story, starter, FAILS_LATER_CARD),
        'active starter_month paid to Apr 1 | starter full paid to Apr 1 | 900 succeeded | receipt',
      ],
      [
        'the renewal fails',
        async () => {
          await story.days(31);
          await story.hours(2);
        },
        'past_due starter_month paid to Apr 1 | starter full past_due to Apr 8 | 900 succeeded, 900 failed | payment-failed',
      ],
      [
        'after three days',
        () => story.days(3),
        'past_due starter_month paid to Apr 1 | starter full past_due to Apr 8 | 900 succeeded, 900 failed |',
      ],
      [
        'after five days',
        () => story.days(2),
        'past_due starter_month paid to Apr 1 | starter full past_due to Apr 8 | 900 succeeded, 900 failed | payment-failed',
      ],
      [
        'after seven days',
        () => story.days(2),
        'past_due starter_month paid to Apr 1 | starter read_only past_due | 900 succeeded, 900 failed | access-limited',
      ],
      [
        'after twelve days',
        () => story.days(5),
        'past_due starter_month paid to Apr 1 | starter read_only past_due | 900 succeeded, 900 failed | final-notice, payment-failed',
      ],
      [
        'after fourteen days',
        () => story.days(2.1),
        'ended starter_month paid to Apr 1 (unpaid) | starter none ended | 900 succeeded, 900 failed | ended',
      ],
    ]);
  });

  test('recovery: a new card pays the open invoice, and everything is open again', async () => {
    const story = scene.story();
    await tell(story, [
      [
        'buys with a card that will fail',
        () => buys(story, starter, FAILS_LATER_CARD),
        'active starter_month paid to Apr 1 | starter full paid to Apr 1 | 900 succeeded | receipt',
      ],
      [
        'the renewal fails',
        () => story.days(32),
        'past_due starter_month paid to Apr 1 | starter full past_due to Apr 8 | 900 succeeded, 900 failed | payment-failed',
      ],
      [
        'five days later',
        () => story.days(5),
        'past_due starter_month paid to Apr 1 | starter full past_due to Apr 8 | 900 succeeded, 900 failed | payment-failed',
      ],
      [
        'three more days later',
        () => story.days(3),
        'past_due starter_month paid to Apr 1 | starter read_only past_due | 900 succeeded, 900 failed | access-limited, payment-failed',
      ],
      [
        'a new card pays',
        async () => {
          await newCard(story, 'pm_card_visa');
          await payOpen(story);
        },
        'active starter_month paid to May 1 | starter full paid to May 1 | 900 succeeded, 900 succeeded | receipt, recovered',
      ],
      [
        'the next renewal',
        () => story.days(22),
        'active starter_month paid to Jun 1 | starter full paid to Jun 1 | 900 succeeded, 900 succeeded, 900 succeeded | receipt',
      ],
    ]);
  });

  test('the bank requires confirmation of every renewal: the customer gets a request, and confirming opens everything again', async () => {
    const story = scene.story();
    await tell(story, [
      [
        'buys',
        () => buys(story, starter),
        'active starter_month paid to Apr 1 | starter full paid to Apr 1 | 900 succeeded | receipt',
      ],
      [
        'a renewal with a card that always requires authentication',
        async () => {
          await newCard(story, 'pm_card_authenticationRequired');
          await story.days(31);
          await story.hours(2);
        },
        'past_due starter_month paid to Apr 1 | starter full past_due to Apr 8 | 900 succeeded, 900 processing | action-required',
      ],
      [
        'the customer confirms',
        async () => {
          await newCard(story, 'pm_card_visa');
          await payOpen(story);
        },
        'active starter_month paid to May 1 | starter full paid to May 1 | 900 succeeded, 900 succeeded | receipt, recovered',
      ],
    ]);
  });

  test('an account that marks them unpaid: closed, and the last invoice opens it again', async () => {
    const story = scene.story();
    await story.world.control('stripe/settings', { afterLastRetry: 'unpaid', retryHours: [24, 24] });
    await tell(story, [
      [
        'buys with a card that will fail',
        () => buys(story, starter, FAILS_LATER_CARD),
        'active starter_month paid to Apr 1 | starter full paid to Apr 1 | 900 succeeded | receipt',
      ],
      [
        'the renewal fails',
        () => story.days(31.1),
        'past_due starter_month paid to Apr 1 | starter full past_due to Apr 8 | 900 succeeded, 900 failed | payment-failed',
      ],
      [
        'Stripe has stopped retrying; no email says that nothing has changed',
        () => story.days(7),
        'unpaid starter_month paid to Apr 1 | starter none unpaid | 900 succeeded, 900 failed |',
      ],
      [
        'a new card pays',
        async () => {
          await newCard(story, 'pm_card_visa');
          await payOpen(story);
        },
        'active starter_month paid to May 1 | starter full paid to May 1 | 900 succeeded, 900 succeeded | receipt, recovered',
      ],
    ]);
  });
});
