import { describe, expect, test } from 'vitest';
import { ensureCustomer } from '@/lib/billing/checkout/customers';
import type { Checkout } from '@/lib/generated/prisma/client';
import { asOwner } from '../../../fixtures/as-owner';
import { DECLINED_CARD, FAILS_LATER_CARD, open, pay } from '../../../fixtures/customer';
import { buys, latestPayment, stage } from '../../../fixtures/stage';
import { tell } from '../../../fixtures/story';
import { pro, starter, subscribeByApi } from './at-stripe';

const scene = stage();
const ASKS_ONCE = '4000002500003155';

describe('buying at Stripe', () => {
  test('Lifetime, paid once with a card', async () => {
    const story = scene.story();
    await tell(story, [
      [
        'buys Lifetime',
        () => buys(story, { plan: 'lifetime', currency: 'USD', provider: 'stripe' }),
        '| pro full lifetime | 59000 succeeded | receipt',
      ],
      ['a year later', () => story.days(365), '| pro full lifetime | 59000 succeeded |'],
    ]);
  });

  test('three packs of credits, paid once with a card', async () => {
    const story = scene.story();
    await tell(story, [
      [
        'buys three packs',
        () => buys(story, { plan: 'credits', quantity: 3, currency: 'USD', provider: 'stripe' }),
        '| free none never + 300 credits | 3000 succeeded | receipt',
      ],
    ]);
  });

  test('a subscription', async () => {
    const story = scene.story();
    let checkout: Checkout;
    await tell(story, [
      [
        'opens the checkout',
        async () => {
          checkout = await open(story.user, starter);
        },
        '| free none never | |',
      ],
      [
        'pays',
        () => pay(story.world, checkout),
        'active starter_month paid to Apr 1 | starter full paid to Apr 1 | 900 succeeded | receipt',
      ],
    ]);
  });

  test('a trial is announced three days before its end and becomes a payment', async () => {
    const story = scene.story();
    await tell(story, [
      ['begins', () => buys(story, pro), 'trialing pro_month paid to Mar 15 | pro full trial to Mar 15 | |'],
      ['a week in', () => story.days(7), 'trialing pro_month paid to Mar 15 | pro full trial to Mar 15 | |'],
      [
        'three days before the end',
        () => story.days(4),
        'trialing pro_month paid to Mar 15 | pro full trial to Mar 15 | | trial-ending',
      ],
      [
        'the day after the end',
        () => story.days(4),
        'active pro_month paid to Apr 15 | pro full paid to Apr 15 | 2900 succeeded | receipt',
      ],
    ]);
  });

  test('a trial whose first payment fails is past due', async () => {
    const story = scene.story();
    await tell(story, [
      [
        'begins with a card that will fail',
        () => buys(story, pro, FAILS_LATER_CARD),
        'trialing pro_month paid to Mar 15 | pro full trial to Mar 15 | |',
      ],
      [
        'the day after the end',
        () => story.days(15),
        'past_due pro_month paid to Mar 15 | pro full past_due to Mar 22 | 2900 failed | payment-failed',
      ],
    ]);
  });

  test('a trial without a card pauses at its end and resumes on request', async () => {
    const story = scene.story();
    const customer = await ensureCustomer(asOwner(story.user), 'stripe');
    let id = '';
    await tell(story, [
      [
        'begins without a card',
        async () => {
          const settings = { end_behavior: { missing_payment_method: 'pause' as const } };
          ({ id } = await subscribeByApi(story, customer, { trial_period_days: 14, trial_settings: settings }));
        },
        'trialing starter_month paid to Mar 15 | starter full trial to Mar 15 | |',
      ],
      ['the day after the end', () => story.days(15), 'paused starter_month paid to Mar 15 | starter none paused | |'],
      [
        'a card is added, and it is resumed',
        async () => {
          const card = await story.stripe.paymentMethods.attach('pm_card_visa', { customer });
          await story.stripe.subscriptions.update(id, { default_payment_method: card.id });
          await story.stripe.subscriptions.resume(id, { billing_cycle_anchor: { type: 'now' } });
        },
        'active starter_month paid to Apr 16 | starter full paid to Apr 16 | 900 succeeded | receipt',
      ],
    ]);
  });

  test('a declined card leaves the checkout open, and another card pays it', async () => {
    const story = scene.story();
    const checkout = await open(story.user, starter);
    await tell(story, [
      ['the card is declined', () => pay(story.world, checkout, DECLINED_CARD), '| free none never | |'],
      [
        'another one works',
        () => pay(story.world, checkout),
        'active starter_month paid to Apr 1 | starter full paid to Apr 1 | 900 succeeded | receipt',
      ],
    ]);
  });

  test('a bank that requires authentication: failed, nothing opens; confirmed, everything does', async () => {
    const story = scene.story();
    const { externalId } = await open(story.user, starter);
    const challenge = async (passed: boolean) => {
      const asked = { card: ASKS_ONCE };
      const { intent } = await story.world.control<{ intent: string }>(`stripe/checkout/${externalId}/pay`, asked);
      await story.world.control(`stripe/challenges/${intent}`, { passed });
    };
    await tell(story, [
      ['the challenge fails', () => challenge(false), '| free none never | |'],
      [
        'the challenge is passed',
        () => challenge(true),
        'active starter_month paid to Apr 1 | starter full paid to Apr 1 | 900 succeeded | receipt',
      ],
    ]);
  });

  test('a subscription whose first payment is never confirmed fails after a day', async () => {
    const story = scene.story();
    const customer = await ensureCustomer(asOwner(story.user), 'stripe');
    await tell(story, [
      [
        'created through the API with a card that requires authentication',
        async () => {
          const card = await story.stripe.paymentMethods.attach('pm_card_authenticationRequired', { customer });
          await subscribeByApi(story, customer, {
            default_payment_method: card.id,
            payment_behavior: 'default_incomplete',
          });
        },
        'pending starter_month paid to never | starter none pending | 900 processing |',
      ],
      ['a day later', () => story.days(1), 'failed starter_month paid to never | starter none pending | 900 failed |'],
    ]);
  });

  test.each([
    { what: 'settles', iban: 'AT611904300234573201', end: '| pro full lifetime | 55000 succeeded | receipt' },
    { what: 'bounces', iban: 'AT861904300235473202', end: '| free none never | 55000 failed |' },
  ])('a bank debit that $what days later', async ({ iban, end }) => {
    const story = scene.story();
    await tell(story, [
      [
        'pays by bank debit',
        () => buys(story, { plan: 'lifetime', currency: 'EUR', provider: 'stripe' }, iban),
        '| free none never | 55000 processing |',
      ],
      [
        'the bank has answered',
        async () => {
          const { externalId } = await latestPayment(story);
          await story.world.control(`stripe/payments/${externalId}/settle`, {});
        },
        end,
      ],
    ]);
  });

  test('an unpaid checkout expires after a day, and a new one can be opened', async () => {
    const story = scene.story();
    const first = await open(story.user, starter);
    await tell(story, [
      ['two days later', () => story.days(2), '| free none never | |'],
      [
        'returns and pays',
        async () => {
          const again = await open(story.user, starter);
          expect(again.id).not.toBe(first.id);
          await pay(story.world, again);
        },
        'active starter_month paid to Apr 3 | starter full paid to Apr 3 | 900 succeeded | receipt',
      ],
    ]);
  });

  test('a trial that ended early is no longer announced', async () => {
    const story = scene.story();
    await tell(story, [
      ['begins', () => buys(story, pro), 'trialing pro_month paid to Mar 15 | pro full trial to Mar 15 | |'],
      [
        'the operator ends the trial at Stripe',
        async () => {
          const { data } = await story.stripe.subscriptions.list();
          await story.stripe.subscriptions.update(data[0]?.id ?? '', { trial_end: 'now' });
        },
        'active pro_month paid to Apr 1 | pro full paid to Apr 1 | 2900 succeeded | receipt',
      ],
      [
        'its original end date',
        () => story.days(14),
        'active pro_month paid to Apr 1 | pro full paid to Apr 1 | 2900 succeeded |',
      ],
    ]);
  });
});
