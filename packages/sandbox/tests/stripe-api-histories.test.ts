import fc from 'fast-check';
import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStripeWorld, type StripeWorld } from './stripe-api-world';

let stripe: StripeWorld;
beforeAll(async () => {
  stripe = await openStripeWorld();
  stripe.world.deliveries.endpoints.clear();
});
afterAll(() => stripe.close());

const METHODS = [
  'pm_card_visa',
  'pm_card_bypassPending',
  'pm_card_chargeDeclined',
  'pm_card_authenticationRequired',
  'pm_card_createDispute',
  'pm_card_createDisputeInquiry',
  'pm_card_refundFail',
  'pm_card_pendingRefund',
  'pm_sepaDebit_success',
  'pm_sepaDebit_fail',
];

type Step =
  | { do: 'pay'; method: string; amount: number; hold: boolean }
  | { do: 'refund'; which: number; part: number }
  | { do: 'capture'; which: number; part: number }
  | { do: 'challenge'; which: number; passed: boolean }
  | { do: 'dispute'; which: number }
  | { do: 'cancel'; which: number }
  | { do: 'decide'; which: number; outcome: 'won' | 'lost' }
  | { do: 'wait'; seconds: number };

const which = fc.nat({ max: 20 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('pay' as const),
      method: fc.constantFrom(...METHODS),
      amount: fc.integer({ min: 50, max: 9999 }),
      hold: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('refund' as const, 'capture' as const),
      which,
      part: fc.double({ min: 0, max: 1.2, noNaN: true }),
    }),
  },
  fc.record({ do: fc.constant('challenge' as const), which, passed: fc.boolean() }),
  fc.record({ do: fc.constantFrom('dispute' as const, 'cancel' as const), which }),
  fc.record({ do: fc.constant('decide' as const), which, outcome: fc.constantFrom('won' as const, 'lost' as const) }),
  fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(1, 60, 86_400, 5 * 86_400, 30 * 86_400) }),
);

/** Runs a step if possible; errors must have Stripe's format. */
async function live(history: Step[]): Promise<string[]> {
  const intents: string[] = [];
  const pick = (index: number): string => intents[index % Math.max(intents.length, 1)] ?? 'pi_none';
  const form = (path: string, params: Record<string, string>) =>
    stripe.raw('POST', path, new URLSearchParams(params).toString());
  for (const each of history) {
    if (each.do === 'wait') {
      await stripe.advance(each.seconds);
      continue;
    }
    if (each.do === 'pay') {
      const euro = each.method.startsWith('pm_sepa');
      const capture = each.hold && !euro ? { capture_method: 'manual' } : {};
      const params = {
        amount: String(each.amount),
        currency: euro ? 'eur' : 'usd',
        payment_method: each.method,
        confirm: 'true',
        ...capture,
      };
      const { json } = await form('/v1/payment_intents', params);
      intents.push(json.error ? json.error.payment_intent.id : json.id);
      continue;
    }
    const id = pick(each.which);
    const answer =
      each.do === 'challenge'
        ? await stripe.control(`stripe/challenges/${id}`, { passed: each.passed })
        : each.do === 'dispute'
          ? await stripe.control(`stripe/payments/${id}/dispute`)
          : each.do === 'decide'
            ? await decide(id, each.outcome)
            : each.do === 'refund' || each.do === 'capture'
              ? await partly(id, each.do, each.part)
              : await form(`/v1/payment_intents/${id}/cancel`, {});
    expect([200, 400, 402, 404]).toContain(answer.status);
  }
  return intents;

  async function decide(id: string, outcome: string) {
    const [dispute] = (await stripe.client.disputes.list({ payment_intent: id })).data;
    return stripe.control(`stripe/disputes/${dispute?.id ?? 'du_none'}/resolve`, { outcome });
  }
  async function partly(id: string, what: 'refund' | 'capture', part: number) {
    const amount = String(Math.max(1, Math.round(part * 2000)));
    if (what === 'capture') return form(`/v1/payment_intents/${id}/capture`, { amount_to_capture: amount });
    return form('/v1/refunds', { payment_intent: id, amount });
  }
}

async function everything<T extends { id: string }>(list: Stripe.ApiListPromise<T>): Promise<T[]> {
  return list.autoPagingToArray({ limit: 10_000 });
}

test('in any history, the ledger adds up and never refunds more than was paid', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (history) => {
      await stripe.reset();
      stripe.world.deliveries.endpoints.clear();
      const intents = await live(history);
      const [transactions, charges, refunds, disputes, { available, pending }] = await Promise.all([
        everything(stripe.client.balanceTransactions.list({ limit: 100 })),
        everything(stripe.client.charges.list({ limit: 100 })),
        everything(stripe.client.refunds.list({ limit: 100 })),
        everything(stripe.client.disputes.list({ limit: 100 })),
        stripe.client.balance.retrieve(),
      ]);
      for (const currency of ['usd', 'eur']) {
        const inBalance = [...available, ...pending]
          .filter((part) => part.currency === currency)
          .reduce((sum, { amount }) => sum + amount, 0);
        const written = transactions
          .filter((each) => each.currency === currency)
          .reduce((sum, { net }) => sum + net, 0);
        expect(inBalance).toBe(written);
      }
      for (const charge of charges) {
        const given = refunds
          .filter((refund) => refund.charge === charge.id && ['succeeded', 'pending'].includes(refund.status ?? ''))
          .reduce((sum, { amount }) => sum + amount, 0);
        const taken = charge.status === 'succeeded' ? charge.amount_captured : 0;
        expect(given).toBeLessThanOrEqual(taken);
        if (charge.captured) expect(charge.amount_refunded).toBe(given + (charge.amount - charge.amount_captured));
        expect(charge.refunded).toBe(charge.amount > 0 && charge.amount_refunded === charge.amount);
        const ofCharge = transactions.filter((each) => each.source === charge.id);
        expect(ofCharge.length).toBeLessThanOrEqual(taken > 0 ? 1 : 0);
      }
      for (const id of intents) {
        const intent = await stripe.client.paymentIntents.retrieve(id);
        const paid = charges.filter((charge) => charge.payment_intent === id && charge.paid);
        expect(paid.length).toBeLessThanOrEqual(1);
        expect(intent.amount_received).toBe(intent.status === 'succeeded' ? (paid[0]?.amount_captured ?? -1) : 0);
      }
      expect(new Set(disputes.map(({ charge }) => charge)).size).toBe(disputes.length);
      for (const dispute of disputes) {
        const moved = dispute.balance_transactions.reduce((sum, { amount }) => sum + amount, 0);
        const inquiry = dispute.status.startsWith('warning_');
        expect(moved).toBe(inquiry || dispute.status === 'won' ? 0 : -dispute.amount);
      }
      await everyEventCanBeFetched();
    }),
    { numRuns: 40, seed: 20_261_121 },
  );
});

const PATHS: Record<string, string> = {
  payment_intent: 'payment_intents',
  charge: 'charges',
  refund: 'refunds',
  dispute: 'disputes',
  payment_method: 'payment_methods',
};

async function everyEventCanBeFetched(): Promise<void> {
  const seen = new Set<string>();
  for (const event of await everything(stripe.client.events.list({ limit: 100 }))) {
    const { id, object } = event.data.object as { id?: string; object: string };
    if (object === 'balance' || id === undefined || seen.has(id)) continue;
    seen.add(id);
    const { status } = await stripe.raw('GET', `/v1/${PATHS[object] ?? object}/${id}`);
    expect(`${event.type} ${status}`).toBe(`${event.type} 200`);
  }
}
