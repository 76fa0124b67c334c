import type Stripe from 'stripe';
import type { SubscriptionStatus } from '@/lib/billing/types';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { Broken } from './broken';
import type { Customer } from './life';

const LIVE: readonly SubscriptionStatus[] = ['trialing', 'active', 'past_due', 'unpaid', 'paused'];
const OVER: readonly SubscriptionStatus[] = ['ended', 'failed'];

/** What must be true of one customer's ledger once everything is quiet. Throws `Broken` with the invariant's number. */
export async function checkBooks(user: Customer): Promise<void> {
  await subscriptions(user);
  await money(user);
  await emails(user);
}

async function subscriptions(user: Customer): Promise<void> {
  const rows = await db().subscription.findMany({
    where: { workspaceId: user.id },
    include: { transitions: { orderBy: { at: 'asc' } }, cases: true },
  });
  const ours = rows.filter(({ duplicateOf, origin }) => duplicateOf === null && origin !== 'foreign');
  const live = ours.filter(({ status }) => LIVE.includes(status));
  for (const { id } of live.filter((row) => !row.isCurrent)) {
    Broken.unless(8, await isSecond(id), `${user.id} has ${live.length} live subscriptions`);
  }
  Broken.unless(8, rows.filter((row) => row.isCurrent).length <= 1, `${user.id} has two current subscriptions`);
  for (const { id, status, transitions, cases, duplicateOf, origin } of rows) {
    const steps = transitions.map(({ from, to, ticket }) => `${ticket}: ${from} → ${to}`).join(', ');
    const tickets = transitions.map(({ ticket }) => ticket);
    Broken.unless(6, isRising(tickets), `${id}: ${steps}`);
    const returned = transitions.some(({ from, to }) => from !== null && OVER.includes(from) && !OVER.includes(to));
    Broken.unless(7, !returned, `${id}: ${steps}`);
    const open = cases.filter(({ state }) => state === 'open').length;
    const owes = (status === 'past_due' || status === 'unpaid') && origin !== 'foreign' && duplicateOf === null;
    Broken.unless(26, open === (owes ? 1 : 0), `${id} is ${status} with ${open} open cases`);
    const duplicate = duplicateOf !== null && !OVER.includes(status);
    Broken.unless(8, !duplicate || (await isBeforeAPerson(id)), `the duplicate ${id} is still ${status}`);
  }
}

/** Two that were sold long ago, or by a person, are left running until a person decides. */
async function isSecond(id: string): Promise<boolean> {
  const where = { key: { startsWith: 'two-subscriptions:', contains: id }, closedAt: null };
  return (await db().alert.count({ where })) > 0;
}

/** What the system may not end or refund automatically waits for an operator, with the commands that do it. */
async function isBeforeAPerson(subscriptionId: string): Promise<boolean> {
  const payments = await db().payment.findMany({ where: { subscriptionId }, select: { id: true } });
  const keys = [`held:cancel:${subscriptionId}`, ...payments.map(({ id }) => `held:refund:${id}`)];
  return (await db().alert.count({ where: { key: { in: keys }, closedAt: null } })) > 0;
}

const isRising = (tickets: readonly bigint[]): boolean =>
  tickets.every((ticket, index) => index === 0 || ticket > (tickets[index - 1] ?? ticket));

async function money(user: Customer): Promise<void> {
  const payments = await db().payment.findMany({
    where: { workspaceId: user.id },
    include: { refunds: true, disputes: true, grants: true },
  });
  for (const { id, externalId, status, amount, refunds, disputes, grants, subscriptionId, sku } of payments) {
    const back = refunds.reduce((sum, row) => (row.status === 'failed' ? sum : sum + row.amount), 0n);
    Broken.unless(9, back <= amount, `${back} of ${amount} was refunded for ${externalId}`);
    // The app refunds the whole payment here, so a second refund from the app means it was requested twice.
    const asked = await db().operation.count({ where: { key: `refund:${id}`, status: 'succeeded' } });
    Broken.unless(18, asked <= 1, `${externalId} was refunded twice`);
    const due = status === 'succeeded' && subscriptionId === null && sku !== null ? 1 : 0;
    Broken.unless(15, grants.length === due, `${externalId} (${status}) has ${grants.length} grants`);
    const gone = back >= amount || disputes.some((dispute) => dispute.status === 'lost');
    for (const grant of grants) {
      const right = grant.revoked === (gone ? grant.quantity : 0);
      Broken.unless(15, right, `${grant.revoked} of ${grant.quantity} revoked for ${externalId}`);
    }
  }
}

async function emails(user: Customer): Promise<void> {
  const sent = await db().email.findMany({ where: { userId: user.id } });
  const payments = await db().payment.findMany({ where: { workspaceId: user.id } });
  const receipts = sent.filter(({ kind }) => kind === 'receipt').map(({ key }) => key);
  const due = payments.filter(({ status, amount, sku }) => status === 'succeeded' && amount > 0n && sku !== null);
  const expected = due.map(({ id }) => `receipt:${id}`);
  Broken.unless(14, sameSet(receipts, expected), `${user.id}: receipts ${receipts}, payments ${expected}`);
  const cases = await db().delinquencyCase.findMany({ where: { subscription: { workspaceId: user.id } } });
  // One for each class of decline a case has gone through, because the customer can do something else about each.
  const told = sent.flatMap(({ key }) => /^case:([^:]+):(?:payment-failed|action-required):\w+$/.exec(key)?.[1] ?? []);
  const known = cases.map(({ id }) => id);
  Broken.unless(
    14,
    known.every((id) => told.includes(id)),
    `${user.id}: a case without any email`,
  );
  Broken.unless(
    14,
    told.every((id) => known.includes(id)),
    `${user.id}: told of a failure that is no case`,
  );
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && new Set([...a, ...b]).size === a.length;

/** Every paid invoice of a customer: what the ledger has as collected, plus credit, equals its total. */
export async function checkInvoices(stripe: Stripe, user: Customer): Promise<number> {
  const customers = await db().customer.findMany({ where: { workspaceId: user.id, provider: 'stripe' } });
  const now = await businessNow();
  let paid = 0;
  for (const { externalId: customer } of customers) {
    for await (const invoice of stripe.invoices.list({ customer, status: 'paid', limit: 100 })) {
      const collected = await db().payment.aggregate({
        where: { provider: 'stripe', invoiceExternalId: invoice.id, status: 'succeeded' },
        _sum: { amount: true },
      });
      const sum = Number(collected._sum.amount ?? 0n);
      // Reconciliation is daily and looks back this far; in a history it runs once, at the end. A one-time purchase before
      // that, without a webhook, is unknown here.
      const old = invoice.created * 1000 < now.getTime() - 34 * 86_400_000 && invoice.parent === null;
      if (old && (await db().payment.count({ where: { invoiceExternalId: invoice.id } })) === 0) continue;
      const credit = (invoice.ending_balance ?? 0) - invoice.starting_balance;
      Broken.unless(
        10,
        sum === invoice.amount_paid,
        `${invoice.id}: ${sum} in the ledger, ${invoice.amount_paid} paid`,
      );
      // Marked as paid in the dashboard, it was paid elsewhere.
      const elsewhere = invoice.amount_paid === 0 && invoice.amount_due > 0;
      Broken.unless(
        10,
        elsewhere || sum + credit === invoice.total,
        `${invoice.id}: ${sum} and credit ${credit} of ${invoice.total}`,
      );
      paid += 1;
    }
  }
  return paid;
}
