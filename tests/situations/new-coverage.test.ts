import { beforeAll, expect, test } from 'vitest';
import { getAccess } from '@/lib/billing/access/get-access';
import { refreshCoverage } from '@/lib/billing/ledger/coverage';
import { sync } from '@/lib/billing/ledger/sync';
import type { Provider } from '@/lib/billing/types';
import { db } from '@/lib/db';
import { dashboard, refundByHand } from '../fixtures/by-hand';
import { newCustomer, open, pay } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});

async function newestPayment(provider: Provider): Promise<string> {
  const { stripe, dodo } = dashboard();
  const [id] =
    provider === 'stripe'
      ? (await stripe.paymentIntents.list({ limit: 1 })).data.map((intent) => intent.id)
      : (await dodo.payments.list({ page_size: 1 })).items.map(({ payment_id }) => payment_id);
  if (id === undefined) throw new Error('nothing was paid');
  return id;
}

/** What happens to the payment before the app hears of the purchase, and the access that follows. */
const MEANWHILE = {
  nothing: { happens: () => Promise.resolve(), level: 'full' },
  'a refund': { happens: refundByHand, level: 'none' },
  'a dispute': {
    happens: (provider: Provider, id: string) => world.control(`${provider}/payments/${id}/dispute`, {}),
    level: 'read_only',
  },
} as const;
type Meanwhile = keyof typeof MEANWHILE;
const CASES = PROVIDERS.flatMap((provider) =>
  (['nothing', 'a refund', 'a dispute'] as const).map((meanwhile: Meanwhile) => ({ provider, meanwhile })),
);

test.each(CASES)('a purchase at $provider seen only after $meanwhile covers what its rows say', async (it) => {
  const { provider } = it;
  const { happens, level } = MEANWHILE[it.meanwhile];
  const user = await newCustomer();
  world.processing = false;
  await pay(world, await open(user, { plan: 'starter', interval: 'month', currency: 'USD', provider }));
  await world.control('deliveries/idle', {});
  await happens(provider, await newestPayment(provider));
  await world.control('deliveries/idle', {});
  const { targetId } = await db().webhookEvent.findFirstOrThrow({
    where: { provider, status: 'received', targetKind: 'subscription' },
  });
  // One sync only: the next one would work it out from the rows.
  await sync(provider, { kind: 'subscription', id: targetId ?? '' }, { cause: 'test' });
  const row = await db().subscription.findFirstOrThrow({ where: { workspaceId: user.id } });
  expect(await refreshCoverage({ tx: db(), provider, mode: 'sandbox' }, row)).toBe(row);
  expect(await getAccess(user.id)).toMatchObject({ level });
  world.processing = true;
  await world.quiet();
});
