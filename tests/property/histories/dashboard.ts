import DodoPayments from 'dodopayments';
import fc from 'fast-check';
import Stripe from 'stripe';
import type { Provider } from '@/lib/billing/types';
import { db } from '@/lib/db';
import { dashboard, priceOf, refundByHand, sellPrice, sellRetainer } from '../../fixtures/by-hand';
import * as atDodo from '../../fixtures/dashboard/dodo/subscriptions';
import * as invoices from '../../fixtures/dashboard/stripe/invoices';
import { issueCreditNote, paymentsOf, refundPayment } from '../../fixtures/dashboard/stripe/money';
import { makeForeignPrice } from '../../fixtures/dashboard/stripe/prices';
import * as atStripe from '../../fixtures/dashboard/stripe/subscriptions';
import type { TestWorld } from '../../fixtures/world';
import type { Customer } from './life';

/** What a person with the Dashboard open may do to one of our customers, without the app knowing. */
const EITHER = ['retainer', 'handmade', 'refund', 'end', 'end later', 'undo end', 'seats', 'move charge'] as const;
const PAUSES = ['pause', 'resume'] as const;
const STRIPE_ONLY = [
  ...(['part refund', 'item', 'price', 'credit note', 'net-30', 'import', 'extra'] as const),
  ...(['void', 'out of band', 'uncollectible'] as const),
] as const;

type Act = (typeof EITHER)[number] | (typeof PAUSES)[number] | (typeof STRIPE_ONLY)[number];
export type DashboardStep = { do: 'dashboard'; act: Act; provider: Provider };

export const dashboardStep: fc.Arbitrary<DashboardStep> = fc.oneof(
  fc.record({
    do: fc.constant('dashboard' as const),
    act: fc.constantFrom<Act>(...EITHER, ...PAUSES),
    provider: fc.constantFrom<Provider>('stripe', 'dodo'),
  }),
  fc.record({
    do: fc.constant('dashboard' as const),
    act: fc.constantFrom<Act>(...STRIPE_ONLY),
    provider: fc.constant<Provider>('stripe'),
  }),
);

/** What the provider refuses (nothing to refund, already ended) or fails at is expected; anything else is a bug. */
export async function actInDashboard(
  world: TestWorld,
  user: Customer,
  { act, provider }: DashboardStep,
): Promise<void> {
  try {
    const customer = await db().customer.findFirst({ where: { workspaceId: user.id, provider, retiredAt: null } });
    if (customer === null) return;
    if (act === 'retainer') return void (await sellRetainer(world, user.id, provider));
    if (act === 'handmade')
      return void (await sellPrice(world, user.id, provider, await priceOf(provider, 'starter_month')));
    if (provider === 'stripe') await inStripe(customer.externalId, act);
    else await inDodo(world, customer.externalId, act);
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError || error instanceof DodoPayments.APIError) return;
    throw error;
  }
}

async function inStripe(customer: string, act: Act): Promise<void> {
  const { stripe } = dashboard();
  const price = await priceOf('stripe', 'starter_month');
  if (act === 'net-30') return void (await atStripe.sendNet30Invoice(stripe, customer, price));
  const { data } = await stripe.subscriptions.list({ customer, limit: 1 });
  const [running] = data;
  if (running === undefined) return;
  const { id } = running;
  const until = running.items.data[0]?.current_period_end ?? running.created;
  const method = running.default_payment_method;
  switch (act) {
    case 'import':
      return void (await atStripe.createSubscription(stripe, customer, [price], {
        ...{ backdate_start_date: running.created - 200 * 86_400, proration_behavior: 'none' },
        ...(typeof method === 'string' ? { default_payment_method: method } : {}),
      }));
    case 'end':
      return void (await atStripe.cancelNow(stripe, id));
    case 'end later':
      return void (await stripe.subscriptions.update(id, { cancel_at_period_end: true }));
    case 'undo end':
      return void (await stripe.subscriptions.update(id, { cancel_at_period_end: false }));
    case 'pause':
      return void (await atStripe.pauseCollection(stripe, id));
    case 'resume':
      return void (await atStripe.resumeCollection(stripe, id));
    case 'seats':
      return void (await atStripe.setQuantity(stripe, id, running.items.data[0]?.price.id ?? '', 3));
    case 'item':
      return void (await atStripe.addItem(stripe, id, await makeForeignPrice(stripe, { amount: 1_500 })));
    case 'price':
      return void (await atStripe.changePrice(
        stripe,
        id,
        running.items.data[0]?.price.id ?? '',
        await priceOf('stripe', 'pro_month'),
      ));
    case 'move charge':
      return void (await atStripe.moveNextCharge(stripe, id, until + 5 * 86_400));
    case 'extra':
      return void (await invoices.billExtra(stripe, { customer, subscription: id }));
  }
  const invoice = await invoices.latestInvoice(stripe, id);
  const [payment] = await paymentsOf(stripe, invoice.id);
  switch (act) {
    case 'refund':
      return payment === undefined ? undefined : refundByHand('stripe', payment);
    case 'part refund':
      return payment === undefined ? undefined : void (await refundPayment(stripe, payment, 200));
    case 'credit note':
      return void (await issueCreditNote(stripe, invoice.id, 300));
    case 'void':
      return void (await invoices.voidInvoice(stripe, invoice.id));
    case 'out of band':
      return void (await invoices.markPaidOutOfBand(stripe, invoice.id));
    case 'uncollectible':
      return void (await invoices.markUncollectible(stripe, invoice.id));
  }
}

async function inDodo(world: TestWorld, customer_id: string, act: Act): Promise<void> {
  const { dodo } = dashboard();
  const at = { dodo, world };
  const { items } = await dodo.subscriptions.list({ customer_id });
  const [running] = items;
  if (running === undefined) return;
  const id = running.subscription_id;
  switch (act) {
    case 'refund': {
      const { items: payments } = await dodo.payments.list({ subscription_id: id, status: 'succeeded' });
      return payments[0] === undefined ? undefined : refundByHand('dodo', payments[0].payment_id);
    }
    case 'end':
      return void (await atDodo.cancelSubscription(at, id));
    case 'end later':
      return void (await atDodo.cancelAtPeriodEnd(at, id));
    case 'undo end':
      return void (await atDodo.undoCancel(at, id));
    case 'pause':
      return void (await atDodo.pauseSubscription(at, id));
    case 'resume':
      return void (await atDodo.resumeSubscription(at, id));
    case 'seats':
      return void (await atDodo.setSeats(at, id, 3));
    case 'move charge':
      return void (await atDodo.moveNextBillingDate(
        at,
        id,
        new Date(new Date(running.next_billing_date).getTime() + 5 * 86_400_000),
      ));
  }
}
