import { describe, test } from 'vitest';
import { db } from '@/lib/db';
import { buys, latestPayment, stage, takesBack } from '../../../fixtures/stage';
import { type Story, tell } from '../../../fixtures/story';
import { choose, starter } from './at-dodo';

const scene = stage();
const credits = { plan: 'credits', quantity: 2, currency: 'USD', provider: 'dodo' } as const;
const lifetime = { plan: 'lifetime', currency: 'USD', provider: 'dodo' } as const;
const bought = 'active starter_month paid to Apr 1 | starter full paid to Apr 1 | 900 succeeded | receipt';

async function disputed(story: Story, body: { stage?: string } = {}): Promise<void> {
  await story.world.control(`dodo/payments/${(await latestPayment(story)).externalId}/dispute`, body);
}

async function decided(story: Story, outcome: string): Promise<void> {
  const { externalId } = await db().dispute.findFirstOrThrow({ where: { payment: { workspaceId: story.user.id } } });
  await story.world.control(`dodo/disputes/${externalId}/${outcome}`, {});
}

async function refundSettles(story: Story, outcome: 'succeeded' | 'failed'): Promise<void> {
  const { externalId } = await db().refund.findFirstOrThrow({ where: { payment: { workspaceId: story.user.id } } });
  await story.world.control(`dodo/refunds/${externalId}/${outcome}`, {});
}

describe('refunds and disputes at Dodo', () => {
  test('a refund is pending first; the subscription ends immediately and the email waits for the money', async () => {
    const story = scene.story();
    await choose(story, { refund_settles: 'by_hand' });
    await tell(story, [
      ['buys', () => buys(story, starter), bought],
      [
        'gets a refund',
        () => takesBack(story),
        'ended starter_month paid to never (refunded) | starter none refunded | 900 succeeded -900 pending | ended',
      ],
      [
        'the money has left',
        () => refundSettles(story, 'succeeded'),
        'ended starter_month paid to never (refunded) | starter none refunded | 900 succeeded -900 succeeded | refund',
      ],
    ]);
  });

  test('a refund that fails opens Lifetime again', async () => {
    const story = scene.story();
    await choose(story, { refund_settles: 'by_hand' });
    await tell(story, [
      ['buys', () => buys(story, lifetime), '| pro full lifetime | 59000 succeeded | receipt'],
      ['gets a refund', () => takesBack(story), '| pro none refunded | 59000 succeeded -59000 pending |'],
      [
        'the refund fails',
        () => refundSettles(story, 'failed'),
        '| pro full lifetime | 59000 succeeded -59000 failed | refund-failed',
      ],
    ]);
  });

  test('the operator refunds half of the credits', async () => {
    const story = scene.story();
    await choose(story, { refund_settles: 'at_once' });
    await tell(story, [
      ['buys', () => buys(story, credits), '| free none never + 200 credits | 2000 succeeded | receipt'],
      [
        'half is refunded',
        async () => {
          const { externalId, ...payment } = await latestPayment(story);
          const { externalId: item_id } = await db().providerPrice.findFirstOrThrow({
            where: { provider: 'dodo', sku: payment.sku ?? '', currency: 'USD', active: true },
          });
          await story.dodo.refunds.create({ payment_id: externalId, items: [{ item_id, amount: 1000 }] });
        },
        '| free none never + 100 credits | 2000 succeeded -1000 succeeded | refund',
      ],
    ]);
  });

  test('a pre-dispute changes nothing', async () => {
    const story = scene.story();
    await tell(story, [
      ['buys', () => buys(story, lifetime), '| pro full lifetime | 59000 succeeded | receipt'],
      [
        'the bank inquires',
        () => disputed(story, { stage: 'pre_dispute' }),
        '| pro full lifetime | 59000 succeeded dispute inquiry |',
      ],
    ]);
  });

  test.each([
    { outcome: 'won', known: 'won' },
    { outcome: 'cancelled', known: 'won' },
  ])('a dispute freezes; $outcome, everything is open again', async ({ outcome, known }) => {
    const story = scene.story();
    const frozen = 'active starter_month paid to Apr 1 | starter read_only disputed | 900 succeeded dispute open |';
    await tell(story, [
      ['buys', () => buys(story, starter), bought],
      ['the bank disputes it', () => disputed(story), `${frozen} dispute-opened`],
      ['we answer', () => decided(story, 'challenged'), frozen],
      [
        'it is decided',
        () => decided(story, outcome),
        `active starter_month paid to Apr 1 | starter full paid to Apr 1 | 900 succeeded dispute ${known} |`,
      ],
    ]);
  });

  test.each(['lost', 'accepted', 'expired'])('a dispute that is %s closes what it paid for', async (outcome) => {
    const story = scene.story();
    await tell(story, [
      ['buys', () => buys(story, credits), '| free none never + 200 credits | 2000 succeeded | receipt'],
      [
        'the bank disputes it',
        () => disputed(story),
        '| free none never | 2000 succeeded dispute open | dispute-opened',
      ],
      ['it is decided', () => decided(story, outcome), '| free none never | 2000 succeeded dispute lost |'],
    ]);
  });
});
