import { describe, expect, test } from 'vitest';
import { confirmCheckout } from '@/lib/billing/checkout/confirm';
import { db } from '@/lib/db';
import { DECLINED_CARD, FAILS_LATER_CARD, open, pay } from '../../../fixtures/customer';
import { buys, stage } from '../../../fixtures/stage';
import { tell } from '../../../fixtures/story';
import { choose, pro, starter } from './at-dodo';

const scene = stage();
const bought = 'active starter_month paid to Apr 1 | starter full paid to Apr 1 | 900 succeeded | receipt';

describe('buying at Dodo', () => {
  test('Lifetime, paid once', async () => {
    const story = scene.story();
    await tell(story, [
      [
        'buys Lifetime',
        () => buys(story, { plan: 'lifetime', currency: 'USD', provider: 'dodo' }),
        '| pro full lifetime | 59000 succeeded | receipt',
      ],
      ['a year later', () => story.days(365), '| pro full lifetime | 59000 succeeded |'],
    ]);
  });

  test.each(['requires_payment_method', 'failed_then_retry', 'new_payment'])(
    'a declined card (%s), and another one at the same page',
    async (reading) => {
      const story = scene.story();
      await choose(story, { checkout_decline: reading });
      const checkout = await open(story.user, { plan: 'credits', quantity: 2, currency: 'USD', provider: 'dodo' });
      const declined = reading === 'requires_payment_method' ? '2000 processing' : '2000 failed';
      const paid = reading === 'new_payment' ? '2000 failed, 2000 succeeded' : '2000 succeeded';
      await tell(story, [
        [
          'the card is declined',
          () => pay(story.world, checkout, DECLINED_CARD),
          `| free none never | ${reading === 'requires_payment_method' ? '' : declined} |`,
        ],
        ['another one works', () => pay(story.world, checkout), `| free none never + 200 credits | ${paid} | receipt`],
      ]);
    },
  );

  test('an abandoned checkout opens nothing', async () => {
    const story = scene.story();
    await choose(story, { abandoned_checkout: 'on' });
    const checkout = await open(story.user, { plan: 'lifetime', currency: 'USD', provider: 'dodo' });
    await tell(story, [
      [
        'the card is declined and the customer leaves',
        async () => {
          await pay(story.world, checkout, DECLINED_CARD);
          await story.hours(2);
        },
        '| free none never | |',
      ],
    ]);
  });

  test('a license key comes with the purchase, once, and stays with its buyer', async () => {
    const story = scene.story();
    const { externalId } = await db().providerPrice.findFirstOrThrow({
      where: { provider: 'dodo', sku: 'lifetime', currency: 'USD', active: true },
    });
    await story.dodo.products.update(externalId, { license_key_enabled: true });
    await tell(story, [
      [
        'buys Lifetime',
        () => buys(story, { plan: 'lifetime', currency: 'USD', provider: 'dodo' }),
        '| pro full lifetime | 59000 succeeded | receipt',
      ],
    ]);
    expect(await db().licenseKey.findMany({ select: { workspaceId: true, disabled: true } })).toEqual([
      { workspaceId: story.user.id, disabled: false },
    ]);
  });

  test('a subscription: active, paid, and renewed all report the same one thing', async () => {
    const story = scene.story();
    await tell(story, [['buys', () => buys(story, starter), bought]]);
    expect(await db().webhookEvent.count({ where: { type: { startsWith: 'subscription.' } } })).toBeGreaterThan(1);
  });

  test('a first payment that fails permanently: a failed subscription, and the next one works', async () => {
    const story = scene.story();
    await choose(story, { checkout_decline: 'new_payment' });
    const checkout = await open(story.user, starter);
    await tell(story, [
      [
        'the card is declined',
        () => pay(story.world, checkout, DECLINED_CARD),
        'failed starter_month paid to never | starter none pending | 900 failed |',
      ],
      [
        'another one works',
        () => pay(story.world, checkout),
        'active starter_month paid to Apr 1, failed starter_month paid to never | starter full paid to Apr 1 | 900 failed, 900 succeeded | receipt',
      ],
    ]);
  });

  test.each(['announced', 'silent', 'none'])('a trial whose payment of zero is %s', async (reading) => {
    const story = scene.story();
    await choose(story, { trial_payment: reading });
    await tell(story, [
      ['begins', () => buys(story, pro), 'trialing pro_month paid to Mar 15 | pro full trial to Mar 15 | |'],
      [
        'three days before the end',
        () => story.days(11.5),
        'trialing pro_month paid to Mar 15 | pro full trial to Mar 15 | | trial-ending',
      ],
      [
        'the day after the end',
        () => story.days(3.5),
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

  test('the page after paying asks Dodo and trusts nothing in the URL', async () => {
    const story = scene.story();
    const checkout = await open(story.user, starter);
    await story.world.control('pause-deliveries', { on: true });
    await tell(story, [
      [
        'opens the page without having paid',
        async () => {
          expect(await confirmCheckout(story.user.id, checkout.id)).toMatchObject({ state: 'confirming' });
          await db().checkout.update({ where: { id: checkout.id }, data: { askedAt: null } });
        },
        '| free none never | |',
      ],
      ['pays; no webhook comes', () => pay(story.world, checkout), '| free none never | |'],
      ['opens the page', async () => void (await confirmCheckout(story.user.id, checkout.id)), bought],
      ['the webhooks finally arrive', () => story.world.calm(), bought.replace('receipt', '')],
    ]);
  });

  test('a purchase of another business on the same Dodo account belongs to no user here', async () => {
    const story = scene.story();
    const { externalId } = await db().providerPrice.findFirstOrThrow({
      where: { provider: 'dodo', sku: 'lifetime', currency: 'USD', active: true },
    });
    await tell(story, [
      [
        'a stranger with this customer’s email pays for the same product at another shop',
        async () => {
          const session = await story.dodo.checkoutSessions.create({
            product_cart: [{ product_id: externalId, quantity: 1 }],
            customer: { email: story.user.email, name: 'Jamie Doe' },
            metadata: { userId: story.user.id, tollgate_user: story.user.id },
          });
          await pay(story.world, { provider: 'dodo', externalId: session.session_id });
        },
        '| free none never | |',
      ],
    ]);
    expect(await db().webhookEvent.findMany({ where: { status: 'ignored', reason: 'foreign' } })).not.toEqual([]);
  });

  test('a purchase of ours belongs to its buyer, whatever the email address at Dodo', async () => {
    const story = scene.story();
    const checkout = await open(story.user, starter);
    const { externalId } = await db().customer.findFirstOrThrow({ where: { workspaceId: story.user.id } });
    await tell(story, [
      [
        'pays with another email address',
        async () => {
          await story.dodo.customers.update(externalId, { email: 'other-person@example.com' });
          await pay(story.world, checkout);
        },
        bought,
      ],
    ]);
  });
});
