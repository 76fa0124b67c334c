import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVENT_TYPES as DODO_TYPES, targetOf as dodoTarget } from '@/lib/billing/providers/dodo/events';
import { EVENT_TYPES as STRIPE_TYPES, targetOf as stripeTarget } from '@/lib/billing/providers/stripe/events';
import type { InvoiceShape, SubscriptionShape } from '@/lib/billing/providers/stripe/shapes';
import { toSubscription } from '@/lib/billing/providers/stripe/subscription';
import * as dodoObjects from '../providers/dodo-objects';
import { invoice, item, line, subscription } from '../providers/stripe-objects';

const RUNS = { numRuns: 2000 };
const DAY = 86_400;
const SPRING = Date.UTC(2026, 2, 1) / 1000;

/** What a subscription is, regardless of how a version of the API represents it. */
const life = fc.record({
  status: fc.constantFrom('trialing', 'active', 'past_due', 'unpaid', 'canceled', 'incomplete'),
  start: fc.integer({ min: 0, max: 300 }).map((days) => SPRING + days * DAY),
  days: fc.integer({ min: 1, max: 366 }),
  cents: fc.integer({ min: 0, max: 1_000_000 }),
  quantity: fc.integer({ min: 1, max: 50 }),
  cancels: fc.boolean(),
  trial: fc.boolean(),
  currency: fc.constantFrom('usd', 'eur', 'jpy'),
  paid: fc.boolean(),
});
type Life = typeof life extends fc.Arbitrary<infer Value> ? Value : never;

function endive(it: Life, endsLater: Partial<SubscriptionShape>): [SubscriptionShape, InvoiceShape] {
  const end = it.start + it.days * DAY;
  const price = { id: 'price_1', currency: it.currency, unit_amount: it.cents, unit_amount_decimal: null };
  const raw = subscription({
    ...{ status: it.status, start_date: it.start, currency: it.currency },
    ...(it.trial ? { trial_start: it.start, trial_end: end } : {}),
    ...(it.status === 'canceled' ? { ended_at: end, canceled_at: it.start } : {}),
    items: { data: [item({ quantity: it.quantity, current_period_start: it.start, current_period_end: end, price })] },
    ...(it.cancels ? endsLater : {}),
  });
  const amount = it.cents * it.quantity;
  const bill = invoice({
    status: it.paid ? 'paid' : 'open',
    created: it.start,
    lines: { data: [line(amount, it.start, end)] },
  });
  return [raw, bill];
}

/**
 * How older versions represented the same (docs/providers/stripe.md#api-versions). Old shapes lack what the SDK's types
 * promise.
 */
function older(it: Life, version: 'acacia' | '2020', endsLater: Partial<SubscriptionShape>) {
  const [raw, bill] = endive(it, endsLater);
  const end = it.start + it.days * DAY;
  const [{ price, quantity } = item()] = raw.items.data;
  const plan = { id: price?.id, currency: price?.currency, amount: price?.unit_amount };
  const { parent: _, total_taxes: __, ...rest } = bill;
  const old = { ...raw, current_period_start: it.start, current_period_end: end };
  const lines = {
    data: [{ amount: bill.lines.data[0]?.amount, period: { start: it.start, end }, type: 'subscription' }],
  };
  return version === 'acacia'
    ? ([
        { ...old, items: { data: [{ quantity, price }] } },
        { ...rest, subscription: raw.id, lines },
      ] as unknown as [SubscriptionShape, InvoiceShape])
    : ([
        { ...old, currency: undefined, items: { data: [{ quantity, plan }] } },
        { ...rest, subscription: raw.id, tax: null, lines },
      ] as unknown as [SubscriptionShape, InvoiceShape]);
}

test('invariant 27: the same subscription in the shape of any API version is the same snapshot', () => {
  fc.assert(
    fc.property(life, (it) => {
      const flag = { cancel_at_period_end: true };
      const [raw, bill] = endive(it, flag);
      const today = toSubscription(raw, [bill], []);
      for (const version of ['acacia', '2020'] as const) {
        const [old, oldBill] = older(it, version, flag);
        expect(toSubscription(old, [oldBill], [])).toEqual(today);
      }
    }),
    RUNS,
  );
});

test('invariant 28: canceled at the end of the period by a flag or by a date is the same snapshot', () => {
  fc.assert(
    fc.property(life, (it) => {
      const [flag, bill] = endive(it, { cancel_at_period_end: true });
      const [dated] = endive(it, { cancel_at: it.start + it.days * DAY });
      const [both] = endive(it, { cancel_at: it.start + it.days * DAY, cancel_at_period_end: true });
      expect(toSubscription(dated, [bill], [])).toEqual(toSubscription(flag, [bill], []));
      expect(toSubscription(both, [bill], [])).toEqual(toSubscription(flag, [bill], []));
    }),
    RUNS,
  );
});

test('invariant 23: no event, whatever its type and content, breaks the parser', () => {
  const type = fc.oneof(fc.constantFrom(...STRIPE_TYPES, ...DODO_TYPES), fc.string());
  const object = fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), strange());
  fc.assert(
    fc.property(type, object, (name, data) => {
      for (const { target, reason } of [stripeTarget(name, data), dodoTarget(name, data)]) {
        expect(target === null ? reason : reason === null && target.id !== '').toBeTruthy();
      }
    }),
    { numRuns: 5000 },
  );
});

/** Objects with exactly the keys that are read, holding anything. */
function strange() {
  const keys = ['id', 'subscription', 'payment_intent', 'customer', 'parent', 'invoice', 'subscription_id'];
  return fc.dictionary(
    fc.constantFrom(...keys, 'payment_id', 'subscription_ids', 'released_subscription'),
    fc.jsonValue(),
  );
}

test('invariant 23: a subscription with unknown values, or more or fewer keys, is still read', () => {
  const optional = ['currency', 'cancellation_details', 'pause_collection', 'schedule', 'status_details'];
  fc.assert(
    fc.property(
      life,
      fc.subarray(optional),
      fc.string(),
      fc.dictionary(fc.string(), fc.jsonValue()),
      (it, without, word, more) => {
        const [raw, bill] = endive(it, {});
        const kept = Object.entries({ ...raw, status: `new_${word}` }).filter(([key]) => !without.includes(key));
        const strangeOne = { ...more, ...Object.fromEntries(kept) } as unknown as SubscriptionShape; // on purpose
        expect(toSubscription(strangeOne, [bill], [])).toMatchObject({ status: null, providerStatus: `new_${word}` });
        // Dodo's closed list of states may still grow: whatever it sends is kept.
        const atDodo = { ...more, ...dodoObjects.subscription(), status: `new_${word}` } as unknown as ReturnType<
          typeof dodoObjects.subscription
        >;
        expect(dodoObjects.seen(atDodo, [])).toMatchObject({ status: null, providerStatus: `new_${word}` });
      },
    ),
    RUNS,
  );
});
