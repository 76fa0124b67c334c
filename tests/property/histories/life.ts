import fc from 'fast-check';
import { cancelAtPeriodEnd, undoCancel } from '@/lib/billing/account/cancel';
import { changePlan, previewChange } from '@/lib/billing/account/change';
import { requestRefund } from '@/lib/billing/account/refund';
import type { CheckoutInput } from '@/lib/billing/checkout/start';
import { db } from '@/lib/db';
import { AppError } from '@/lib/errors';
import { asOwner } from '../../fixtures/as-owner';
import { FAILS_LATER_CARD, GOOD_CARD, type newCustomer, open, pay } from '../../fixtures/customer';
import type { TestWorld } from '../../fixtures/world';
import { actInDashboard, type DashboardStep, dashboardStep } from './dashboard';

export type Customer = Awaited<ReturnType<typeof newCustomer>>;

export type Step =
  | { do: 'buy'; input: CheckoutInput; card: string }
  | { do: 'change'; plan: 'starter' | 'pro'; interval: 'month' | 'year' }
  | DashboardStep
  | { do: 'two tabs' | 'cancel' | 'undo' | 'refund' | 'dispute' | 'nothing' };

const provider = fc.constantFrom('stripe' as const, 'dodo' as const);
const currency = fc.constant('USD' as const);
const plan = fc.constantFrom('starter' as const, 'pro' as const);
const interval = fc.constantFrom('month' as const, 'month' as const, 'year' as const);
const input: fc.Arbitrary<CheckoutInput> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ plan, interval, currency, provider }) },
  { weight: 1, arbitrary: fc.record({ plan: fc.constant('lifetime' as const), currency, provider }) },
  {
    weight: 1,
    arbitrary: fc.record({
      ...{ plan: fc.constant('credits' as const), quantity: fc.integer({ min: 1, max: 3 }), currency, provider },
    }),
  },
);
const card = fc.constantFrom(GOOD_CARD, GOOD_CARD, FAILS_LATER_CARD);
const buy = fc.record({ do: fc.constant('buy' as const), input, card });

/** What a customer, their bank, or a person in the Dashboard may do next. */
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: buy },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('change' as const), plan, interval }) },
  { weight: 4, arbitrary: dashboardStep },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('two tabs', 'cancel', 'undo', 'refund', 'dispute', 'nothing'),
    }),
  },
);

/** A life begins with a purchase: before one, nothing else has an effect. */
export const life: fc.Arbitrary<Step[]> = fc
  .tuple(buy, fc.array(step, { minLength: 1, maxLength: 4 }))
  .map(([first, rest]) => [first, ...rest]);

/** An expected error (already subscribed, provider away) is normal; anything else fails the history. */
async function attempt(work: () => Promise<unknown>): Promise<void> {
  await work().catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
  });
}

export async function act(world: TestWorld, user: Customer, wanted: Step): Promise<void> {
  switch (wanted.do) {
    case 'buy':
      return attempt(async () => pay(world, await open(user, wanted.input), wanted.card));
    case 'dashboard':
      return actInDashboard(world, user, wanted);
    case 'two tabs':
      return attempt(() => twoTabs(world, user));
    case 'change':
      return attempt(async () => {
        const { terms } = await previewChange(user.id, wanted);
        await changePlan(asOwner(user.id), { plan: wanted.plan, interval: wanted.interval }, terms);
      });
    case 'cancel':
      return attempt(() => cancelAtPeriodEnd(asOwner(user.id), { feedback: 'other', comment: null }));
    case 'undo':
      return attempt(() => undoCancel(asOwner(user.id)));
    case 'refund': {
      const payment = await db().payment.findFirst({ where: { workspaceId: user.id, status: 'succeeded' } });
      if (payment === null) return;
      // A double click.
      const click = () => attempt(() => requestRefund(asOwner(user.id), payment.id));
      await Promise.all([click(), click()]);
      return;
    }
    case 'dispute': {
      const where = { workspaceId: user.id, status: 'succeeded' as const, disputes: { none: {} } };
      const payment = await db().payment.findFirst({ where });
      if (payment === null) return;
      // A refunded payment cannot be disputed; the sandbox says so.
      await world.control(`${payment.provider}/payments/${payment.externalId}/dispute`, {}).catch(() => undefined);
      return;
    }
    case 'nothing':
  }
}

/** Two checkouts at two providers, as when one could not be closed, and both are paid. */
async function twoTabs(world: TestWorld, user: Customer): Promise<void> {
  const starter = { plan: 'starter', interval: 'month', currency: 'USD' } as const;
  const first = await open(user, { ...starter, provider: 'dodo' });
  await db().checkout.updateMany({ where: { id: first.id, state: 'open' }, data: { state: 'superseded' } });
  const second = await open(user, { ...starter, provider: 'stripe' });
  await Promise.all([pay(world, first), pay(world, second)]);
}
