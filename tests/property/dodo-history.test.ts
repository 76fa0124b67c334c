import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { coverageOf } from '@/lib/billing/access/coverage';
import { dodoClient } from '@/lib/billing/providers/dodo/client';
import type { InvoiceSnapshot, KnownInvoice } from '@/lib/billing/providers/money-snapshots';
import type { SubscriptionSnapshot, SyncTarget } from '@/lib/billing/providers/snapshots';
import { sandboxKeys } from '@/lib/env/sandbox-keys';
import { buy, type DriverWorld, GOOD_CARD, paramsOf, SECRET, startDriverWorld } from '../fixtures/driver-world';

const HOUR = 3_600_000;
const SKUS = ['starter_month', 'pro_month', 'starter_year', 'pro_year'] as const;
const MODES = ['prorated_immediately', 'full_immediately', 'difference_immediately'] as const;

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: 1, max: 40 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      sku: fc.constantFrom(...SKUS),
      quantity: fc.integer({ min: 1, max: 5 }),
      mode: fc.constantFrom(...MODES),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pause' as const), days: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('move' as const), days: fc.integer({ min: 5, max: 40 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('owe' as const), days: fc.integer({ min: 0, max: 50 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

let world: DriverWorld;
beforeAll(async () => {
  world = await startDriverWorld('dodo');
});

const dodo = () =>
  dodoClient({ apiKey: sandboxKeys(SECRET).dodoKey, environment: null, baseUrl: `${world.sandbox.url}/dodo` });

async function play(target: SyncTarget, move: Step, prices: ReadonlyMap<string, string>): Promise<void> {
  const { subscriptions } = dodo();
  if (move.kind === 'days') return world.advanceDays(move.days);
  if (move.kind === 'change') {
    const { mode: proration_billing_mode, quantity } = move;
    const product_id = prices.get(move.sku) ?? '';
    await subscriptions.changePlan(target.id, { product_id, quantity, proration_billing_mode });
    return;
  }
  if (move.kind === 'pause') {
    await subscriptions.update(target.id, { status: 'paused' });
    await world.advanceDays(move.days);
    await subscriptions.update(target.id, { status: 'active' });
    return;
  }
  const before = new Date((await subscriptions.retrieve(target.id)).next_billing_date).getTime();
  if (move.kind === 'move') {
    const to = new Date(before + move.days * 24 * HOUR);
    await subscriptions.update(target.id, { next_billing_date: to.toISOString() });
    return;
  }
  await world.control(`dodo/subscriptions/${target.id}/fail-next`, { count: 1 });
  await world.advanceDays((before - (await world.now()).getTime()) / 24 / HOUR + 0.1 + move.days);
  if ((await subscriptions.retrieve(target.id)).status !== 'on_hold') return;
  const { payment_link: link } = await subscriptions.updatePaymentMethod(target.id, {
    payment_method: { type: 'new' },
  });
  await world.control(`dodo/checkout/${encodeURIComponent(link ?? '')}/pay`, { card: GOOD_CARD });
}

async function fetched(target: SyncTarget, known: readonly KnownInvoice[]): Promise<SubscriptionSnapshot> {
  const seen = await world.driver.fetch(target, known);
  if (seen.kind !== 'subscription') throw new Error(`it is ${seen.kind}`);
  return seen.subscription;
}

/** Until when the current sale is open, paid or granted, and what it is. */
function open(invoices: readonly KnownInvoice[], { givenUntil }: SubscriptionSnapshot, now: Date) {
  const { spans } = coverageOf(
    invoices.map((invoice) => ({
      ...invoice,
      standing: 'clear',
      lines: invoice.lines.map((line) => ({ ...line, sku: line.priceExternalId ?? '' })),
    })),
  );
  const last = spans.at(-1);
  const until = Math.max(last?.until.getTime() ?? 0, givenUntil?.getTime() ?? 0);
  return { sold: `${last?.sku} × ${last?.quantity}`, until, isNow: last !== undefined && last.from <= now };
}

test('whatever happens to a subscription, it is paid or granted until its next charge, and can be rebuilt from nothing', async () => {
  const prices = new Map<string, string>();
  for (const sku of SKUS) prices.set(sku, (await paramsOf(world.driver, sku)).priceExternalId);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      const target = await buy(world, await paramsOf(world.driver, 'starter_month'));
      let ledger = new Map<string, InvoiceSnapshot>();
      for (const move of [null, ...steps]) {
        if (move !== null) await play(target, move, prices);
        const seen = await fetched(target, [...ledger.values()]);
        ledger = new Map([
          ...ledger,
          ...seen.invoices.flatMap((one) => (one.status === 'paid' ? [[one.externalId, one] as const] : [])),
        ]);
        const raw = await dodo().subscriptions.retrieve(target.id);
        const now = await world.now();
        const kept = open([...ledger.values()], seen, now);
        expect(kept).toEqual({ sold: `${raw.product_id} × ${raw.quantity}`, until: kept.until, isNow: true });
        expect(Math.abs(kept.until - new Date(raw.next_billing_date).getTime())).toBeLessThanOrEqual(HOUR);
        expect(seen).toMatchObject({ status: 'active', debt: null });
        const refetched = await fetched(target, []);
        const again = open(
          refetched.invoices.filter(({ status }) => status === 'paid'),
          refetched,
          now,
        );
        expect(Math.abs(again.until - kept.until)).toBeLessThanOrEqual(HOUR);
        expect(again.sold).toBe(kept.sold);
      }
    }),
    { numRuns: 40, endOnFailure: false },
  );
});
