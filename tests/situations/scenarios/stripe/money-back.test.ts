import { describe, test } from 'vitest';
import { db } from '@/lib/db';
import { buys, latestPayment, stage, takesBack } from '../../../fixtures/stage';
import { type Story, tell } from '../../../fixtures/story';
import { starter } from './at-stripe';

const scene = stage();
const lifetime = { plan: 'lifetime', currency: 'USD', provider: 'stripe' } as const;
const credits = { plan: 'credits', quantity: 2, currency: 'USD', provider: 'stripe' } as const;

async function disputed(story: Story, kind: 'fraudulent' | 'inquiry'): Promise<void> {
  await story.world.control(`stripe/payments/${(await latestPayment(story)).externalId}/dispute`, { kind });
}

async function decided(story: Story, outcome: 'won' | 'lost'): Promise<void> {
  const { externalId } = await db().dispute.findFirstOrThrow({ where: { payment: { workspaceId: story.user.id } } });
  await story.world.control(`stripe/disputes/${externalId}/resolve`, { outcome });
}

describe('refunds and disputes at Stripe', () => {
  test('a refund of the latest payment ends the subscription', async () => {
    const story = scene.story();
    await tell(story, [
      [
        'buys',
        () => buys(story, starter),
        'active starter_month paid to Apr 1 | starter full paid to Apr 1 | 900 succeeded | receipt',
      ],
      [
        'gets a refund',
        () => takesBack(story),
        'ended starter_month paid to never (refunded) | starter none refunded | 900 succeeded -900 succeeded | ended, refund',
      ],
    ]);
  });

  test('the operator refunds half of the credits, then the rest', async () => {
    const story = scene.story();
    const giveBack = async (amount: number) =>
      void (await story.stripe.refunds.create({ payment_intent: (await latestPayment(story)).externalId, amount }));
    await tell(story, [
      ['buys', () => buys(story, credits), '| free none never + 200 credits | 2000 succeeded | receipt'],
      [
        'half is refunded',
        () => giveBack(1000),
        '| free none never + 100 credits | 2000 succeeded -1000 succeeded | refund',
      ],
      [
        'the rest is refunded',
        () => giveBack(1000),
        '| free none never | 2000 succeeded -1000 succeeded -1000 succeeded | refund',
      ],
    ]);
  });

  test('a refund that the bank returns restores what it had closed', async () => {
    const story = scene.story();
    await tell(story, [
      ['buys', () => buys(story, lifetime), '| pro full lifetime | 59000 succeeded | receipt'],
      ['gets a refund', () => takesBack(story), '| pro none refunded | 59000 succeeded -59000 succeeded | refund'],
      [
        'the refund fails later',
        async () => {
          const { externalId } = await db().refund.findFirstOrThrow({
            where: { payment: { workspaceId: story.user.id } },
          });
          await story.world.control(`stripe/refunds/${externalId}/fail`, {});
        },
        '| pro full lifetime | 59000 succeeded -59000 failed | refund-failed',
      ],
    ]);
  });

  test('a dispute freezes; won, everything is open again', async () => {
    const story = scene.story();
    await tell(story, [
      [
        'buys',
        () => buys(story, starter),
        'active starter_month paid to Apr 1 | starter full paid to Apr 1 | 900 succeeded | receipt',
      ],
      [
        'the bank disputes it',
        () => disputed(story, 'fraudulent'),
        'active starter_month paid to Apr 1 | starter read_only disputed | 900 succeeded dispute open | dispute-opened',
      ],
      [
        'it is won',
        () => decided(story, 'won'),
        'active starter_month paid to Apr 1 | starter full paid to Apr 1 | 900 succeeded dispute won |',
      ],
    ]);
  });

  test('a lost dispute closes what it paid for, credits too', async () => {
    const story = scene.story();
    await tell(story, [
      ['buys', () => buys(story, credits), '| free none never + 200 credits | 2000 succeeded | receipt'],
      [
        'the bank disputes it',
        () => disputed(story, 'fraudulent'),
        '| free none never | 2000 succeeded dispute open | dispute-opened',
      ],
      ['it is lost', () => decided(story, 'lost'), '| free none never | 2000 succeeded dispute lost |'],
    ]);
  });

  test('an inquiry changes nothing', async () => {
    const story = scene.story();
    await tell(story, [
      ['buys', () => buys(story, lifetime), '| pro full lifetime | 59000 succeeded | receipt'],
      [
        'the bank inquires',
        () => disputed(story, 'inquiry'),
        '| pro full lifetime | 59000 succeeded dispute inquiry |',
      ],
    ]);
  });
});
