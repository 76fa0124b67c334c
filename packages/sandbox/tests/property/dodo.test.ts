import DodoPayments from 'dodopayments';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dodoOf } from '../../src/dodo/app';
import { ENDED } from '../../src/dodo/subscriptions/state';
import { type DodoWorld, openDodoWorld } from '../dodo-world';

let world: DodoWorld;
beforeAll(async () => {
  world = await openDodoWorld();
});
afterAll(() => world.close());

const RUNS = Number(process.env.PROPERTY_RUNS ?? 20);
const CARDS = ['4242424242424242', '4000000000000341', '4000000000000002', '4242424242424242'];
const MODES = ['prorated_immediately', 'difference_immediately', 'full_immediately', 'do_not_bill'] as const;
const pick = fc.nat({ max: 30 });

const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('buy' as const),
      product: pick,
      card: pick,
      quantity: fc.integer({ min: 1, max: 3 }),
      country: fc.constantFrom('US' as const, 'DE' as const, 'IN' as const),
      code: fc.boolean(),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 40 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      which: pick,
      product: pick,
      mode: fc.constantFrom(...MODES),
      quantity: fc.integer({ min: 1, max: 3 }),
      later: fc.boolean(),
      prevent: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('cancel' as const),
      which: pick,
      how: fc.constantFrom('later' as const, 'undo' as const, 'now' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pause' as const), which: pick, on: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('link' as const), which: pick }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('pay' as const), which: pick, card: pick }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('fail' as const), which: pick, count: fc.integer({ min: 1, max: 3 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('refund' as const),
      which: pick,
      parts: fc.array(fc.option(fc.integer({ min: 1, max: 110 })), { minLength: 1, maxLength: 3 }),
      fails: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('dispute' as const),
      which: pick,
      outcome: fc.constantFrom('won', 'lost', 'accepted'),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/**
 * Two subscribers and a buyer, one of them with credit from a downgrade, so that there is something to change from the
 * start.
 */
const BEGINNING: Step[] = [
  ...[0, 1, 3].map((product) => ({
    do: 'buy' as const,
    product,
    card: product,
    quantity: 1,
    country: 'DE' as const,
    code: false,
  })),
  { do: 'change', which: 1, product: 0, mode: 'difference_immediately', quantity: 1, later: false, prevent: false },
];

const settings = fc.record({
  grace_period_days: fc.constantFrom('0', '3'),
  grace_period_end: fc.constantFrom('on_hold', 'cancelled'),
  auto_retries: fc.constantFrom('off', 'on'),
  proration_billing_date: fc.constantFrom('reset', 'keep'),
  period_end_status: fc.constantFrom('cancelled', 'expired'),
  checkout_decline: fc.constantFrom('requires_payment_method', 'failed_then_retry', 'new_payment'),
  trial_payment: fc.constantFrom('announced', 'silent', 'none'),
});

test(
  'in any history of purchases, changes, failures, and refunds, the money adds up',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        settings,
        fc.array(step, { minLength: 20, maxLength: 40, size: 'max' }),
        async (switches, steps) => {
          world.world.reset();
          await world.world.clocks.freeze(true);
          world.delivered.length = 0;
          await world.switches(switches);
          const history = new History(await products());
          for (const each of [...BEGINNING, ...steps]) await history.take(each);
          await history.check();
        },
      ),
      { numRuns: RUNS },
    );
  },
  RUNS * 60_000,
);

async function products(): Promise<string[]> {
  const { client } = world;
  await client.discounts.create({ amount: 1500, type: 'percentage', code: 'SAVE', subscription_cycles: 2 });
  const price = (amount: number, days: number, trial: number) => ({
    type: 'recurring_price' as const,
    currency: 'USD' as const,
    price: amount,
    payment_frequency_count: days,
    payment_frequency_interval: 'Day' as const,
    subscription_period_count: 200,
    subscription_period_interval: 'Day' as const,
    trial_period_days: trial,
  });
  const prices: DodoPayments.Price[] = [
    price(1999, 30, 0),
    price(4999, 30, 0),
    price(999, 7, 5),
    { type: 'one_time_price', currency: 'USD', price: 10_007 },
  ];
  const made = await Promise.all(
    prices.map((each, i) => client.products.create({ name: `Product ${i}`, tax_category: 'saas', price: each })),
  );
  return made.map((product) => product.product_id);
}

/** The sandbox may reject steps that are impossible at that point; it may not fail. */
function expectRefused(error: unknown): void {
  if (!(error instanceof DodoPayments.APIError) || (error.status ?? 500) >= 500) throw error;
}

function expectConsumed(error: unknown): void {
  expect(String(error)).toMatch(/CHECKOUT_SESSION_(CONSUMED|EXPIRED)/);
}

/** Runs steps through the SDK and keeps its own books. */
class History {
  private readonly subscriptions: string[] = [];
  /** Links to payment pages, including those that later ones replaced. */
  private readonly links: string[] = [];
  /** Credit each subscription should have gained and lost through plan changes. */
  private readonly credit = new Map<string, number>();
  private readonly ended = new Map<string, string>();
  private readonly begun = new Set<string>();
  constructor(private readonly productIds: string[]) {}

  async take(step: Step): Promise<void> {
    await this.play(step).catch(expectRefused);
    await this.endedStaysEnded();
  }

  private async play(step: Step): Promise<void> {
    const { client } = world;
    const id = 'which' in step ? this.live(step.which) : '';
    switch (step.do) {
      case 'buy': {
        const session = await client.checkoutSessions.create({
          product_cart: [
            { product_id: this.productIds[step.product % this.productIds.length] ?? '', quantity: step.quantity },
          ],
          customer: { email: 'p@example.com', name: 'P' },
          billing_address: { country: step.country },
          ...(step.code ? { discount_codes: ['SAVE'] } : {}),
        });
        const result = await world.pay(session.session_id, CARDS[step.card % CARDS.length]);
        this.subscriptions.push(...result.subscription_ids);
        return;
      }
      case 'wait':
        return world.advance(step.days);
      case 'change':
        return this.changePlan(id, step);
      case 'cancel': {
        const how = {
          later: { cancel_at_next_billing_date: true },
          undo: { cancel_at_next_billing_date: false },
          now: { status: 'cancelled' as const },
        };
        await client.subscriptions.update(id, how[step.how]);
        return;
      }
      case 'pause':
        await client.subscriptions.update(id, { status: step.on ? 'paused' : 'active' });
        return;
      case 'link': {
        const { payment_link } = await client.subscriptions.updatePaymentMethod(id, {
          payment_method: { type: 'new' },
        });
        this.links.push((payment_link ?? '').split('/').pop() ?? '');
        return;
      }
      case 'pay': {
        const link = this.links[step.which % Math.max(1, this.links.length)];
        // Like a customer with several tabs: an outdated page rejects the payment.
        if (link) await world.pay(link, CARDS[step.card % CARDS.length]).catch(expectConsumed);
        return;
      }
      case 'fail':
        await client.subscriptions.retrieve(id);
        await world.control(`dodo/subscriptions/${id}/fail-next`, { count: step.count });
        return;
      case 'refund':
        for (const part of step.parts) await this.refund(step.which, part, step.fails).catch(expectRefused);
        return;
      case 'dispute': {
        const payment = await this.somePayment(step.which);
        if (
          !payment ||
          payment.total_amount === 0 ||
          (await client.payments.retrieve(payment.payment_id)).disputes.length > 0
        )
          return;
        const { dispute_id } = await world.control<{ dispute_id: string }>(
          `dodo/payments/${payment.payment_id}/dispute`,
        );
        await world.control(`dodo/disputes/${dispute_id}/${step.outcome}`);
      }
    }
  }

  /** A current subscription, if there is one. */
  private live(which: number): string {
    const running = this.subscriptions.filter((id) => this.begun.has(id) && !this.ended.has(id));
    return running[which % Math.max(1, running.length)] ?? this.subscriptions[0] ?? 'sub_none';
  }

  /** A change charges exactly what its preview showed at the same time. */
  private async changePlan(id: string, step: Extract<Step, { do: 'change' }>): Promise<void> {
    const { client } = world;
    const body = {
      product_id: this.productIds[step.product % (this.productIds.length - 1)] ?? '',
      quantity: step.quantity,
      proration_billing_mode: step.later ? ('full_immediately' as const) : step.mode,
      effective_at: step.later ? ('next_billing_date' as const) : ('immediately' as const),
      on_payment_failure: step.prevent ? ('prevent_change' as const) : ('apply_change' as const),
      cancel_scheduled_change_plan: true,
    };
    const { immediate_charge, new_plan } = await client.subscriptions.previewChangePlan(id, body);
    const { total_amount, customer_credits, tax } = immediate_charge.summary;
    const { payment_id } = await client.subscriptions.changePlan(id, body);
    if (step.later) return;
    const payment = payment_id ? await client.payments.retrieve(payment_id) : null;
    expect(payment?.total_amount ?? 0).toBe(total_amount);
    expect(payment?.tax ?? 0).toBe(tax);
    if (payment?.status === 'failed' && step.prevent) return;
    this.credit.set(id, (this.credit.get(id) ?? 0) + customer_credits);
    const after = await client.subscriptions.retrieve(id);
    expect(after).toMatchObject({
      product_id: new_plan.product_id,
      quantity: new_plan.quantity,
      next_billing_date: new_plan.next_billing_date,
    });
  }

  private async refund(which: number, part: number | null, fails: boolean): Promise<void> {
    const payment = await this.somePayment(which);
    if (!payment?.total_amount) return;
    await world.control('dodo/refunds/fail-next', { count: fails ? 1 : 0 });
    const { items } = await world.client.payments.retrieveLineItems(payment.payment_id);
    const [first] = items;
    const some =
      part === null || !first
        ? {}
        : { items: [{ item_id: first.items_id, amount: Math.round((first.refundable_amount * part) / 100) }] };
    await world.client.refunds.create({ payment_id: payment.payment_id, ...some });
  }

  private async somePayment(which: number) {
    const { items } = await world.client.payments.list({ page_number: 0, page_size: 100, status: 'succeeded' });
    return items[which % Math.max(1, items.length)];
  }

  private async endedStaysEnded(): Promise<void> {
    const { items } = await world.client.subscriptions.list({ page_number: 0, page_size: 100 });
    for (const { subscription_id: id, status } of items) {
      if (status !== 'pending') this.begun.add(id);
      const before = this.ended.get(id);
      if (before) expect(status).toBe(before);
      else if (ENDED.includes(status)) this.ended.set(id, status);
    }
  }

  async check(): Promise<void> {
    await world.advance(0, 5);
    const { client } = world;
    const { tables } = dodoOf(world.world);
    let moneyIn = 0;
    let taxes = 0;
    let back = 0;
    for (const row of tables.payments.oldestFirst()) {
      const payment = await client.payments.retrieve(row.id);
      const { items } = await client.payments.retrieveLineItems(row.id);
      expect(items.reduce((total, item) => total + item.amount + item.tax, 0)).toBe(payment.total_amount);
      expect(items.every((item) => item.refundable_amount >= 0)).toBe(true);
      const refunded = payment.refunds
        .filter((refund) => refund.status !== 'failed')
        .reduce((total, refund) => total + (refund.amount ?? 0), 0);
      expect(refunded).toBeLessThanOrEqual(payment.status === 'succeeded' ? payment.total_amount : 0);
      if (payment.status !== 'succeeded') continue;
      const lost = payment.disputes
        .filter((dispute) => dispute.dispute_status === 'dispute_lost')
        .reduce((total, dispute) => total + Number(dispute.amount), 0);
      moneyIn += payment.total_amount;
      taxes += payment.tax ?? 0;
      back += refunded + lost;
    }
    const payout = await world.control<{
      amount: number;
      fee: number;
      tax: number;
      refunds: number;
      chargebacks: number;
    }>('dodo/payouts');
    expect(payout.refunds + payout.chargebacks).toBe(back);
    expect(payout.tax).toBe(taxes);
    expect(payout.amount + payout.fee + taxes + back).toBe(moneyIn);
    for (const id of this.subscriptions) this.checkSubscription(id);
    for (const { body, headers, type } of world.delivered)
      expect(client.webhooks.unwrap(body, { headers }).type).toBe(type);
  }

  /** No period is paid twice, and the credit is the sum from changes less what charges used. */
  private checkSubscription(id: string): void {
    const { tables } = dodoOf(world.world);
    const row = tables.subscriptions.get(id);
    const paid = tables.payments.by('subscription', id).filter((payment) => payment.status === 'succeeded');
    const starts = paid.flatMap(({ purpose }) =>
      purpose.kind === 'renewal'
        ? [purpose.periodStart]
        : purpose.kind === 'dues' && purpose.owed.period
          ? [purpose.owed.period.start]
          : [],
    );
    expect(new Set(starts).size).toBe(starts.length);
    const used = paid
      .filter(({ purpose }) => purpose.kind === 'renewal' || (purpose.kind === 'dues' && purpose.owed.period !== null))
      .flatMap((payment) => payment.lines)
      .reduce((total, line) => total + line.credit, 0);
    expect(row?.credit).toBe((this.credit.get(id) ?? 0) - used);
    expect(row?.credit ?? 0).toBeGreaterThanOrEqual(0);
  }
}
