import { getAccess } from '@/lib/billing/access/get-access';
import { subjectsOf } from '@/lib/billing/operations/expected';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { dashboard } from '../../fixtures/by-hand';
import { Broken } from './broken';
import type { Customer } from './life';

/** What the ledger alone can't show: how the app acted, and whether access matches what the providers say is paid. */
export async function checkPromises(user: Customer): Promise<void> {
  await acts(user);
  if ((await db().dispute.count({ where: { payment: { workspaceId: user.id } } })) > 0) return;
  const customers = await db().customer.findMany({ where: { workspaceId: user.id, retiredAt: null } });
  for (const { provider, externalId } of customers) {
    const paid = provider === 'stripe' ? await paidAtStripe(externalId) : await paidAtDodo(externalId);
    if (paid === null) continue;
    const { plan, level, reason } = await getAccess(user.id);
    Broken.unless(32, level === 'full', `${user.id} keeps paying for ${paid} and has ${plan} ${level} (${reason})`);
  }
}

/** Money and contracts change without a click only where our own checkout created the contract. */
async function acts(user: Customer): Promise<void> {
  const sent = await db().operation.findMany({
    where: {
      ...{ workspaceId: user.id, automatic: true, status: { in: ['sent', 'unknown', 'succeeded'] } },
      kind: { in: ['cancel', 'schedule-cancel', 'refund', 'void-invoice'] },
    },
  });
  for (const { provider, mode, kind, params } of sent) {
    const { subscriptionExternalId, paymentExternalId } = subjectsOf(params);
    const payment = await db().payment.findFirst({ where: { provider, mode, externalId: paymentExternalId ?? '' } });
    const externalId = subscriptionExternalId ?? '';
    const contract = await db().subscription.findFirst({
      where: { provider, mode, OR: [{ externalId }, { id: payment?.subscriptionId ?? '' }] },
    });
    const ours = contract === null ? payment?.checkoutId != null : contract.origin === 'checkout';
    Broken.unless(31, ours, `${kind} of ${externalId || paymentExternalId}, which our checkout did not sell`);
  }
}

const isOurs = async (price: string) => (await db().providerPrice.count({ where: { externalId: price } })) > 0;

/** A subscription that runs on money that arrived, for its current period, and was never refunded or disputed. */
async function paidAtStripe(customer: string): Promise<string | null> {
  const { stripe } = dashboard();
  const { data } = await stripe.subscriptions.list({ customer, status: 'active' });
  for (const { id, items } of data) {
    const [item] = items.data;
    if (items.data.length !== 1 || item === undefined || item.quantity === 0 || !(await isOurs(item.price.id)))
      continue;
    const [invoice] = (await stripe.invoices.list({ subscription: id, limit: 1 })).data;
    const cycle = invoice?.billing_reason === 'subscription_create' || invoice?.billing_reason === 'subscription_cycle';
    if (!cycle || invoice.status !== 'paid' || invoice.amount_paid === 0) continue;
    if (invoice.post_payment_credit_notes_amount > 0 || invoice.pre_payment_credit_notes_amount > 0) continue;
    const { data: payments } = await stripe.invoicePayments.list({ invoice: invoice.id, status: 'paid' });
    const intents = payments.flatMap(({ payment }) =>
      typeof payment.payment_intent === 'string' ? [payment.payment_intent] : [],
    );
    const refunds = await Promise.all(intents.map((payment_intent) => stripe.refunds.list({ payment_intent })));
    if (intents.length > 0 && refunds.every((list) => list.data.length === 0)) return id;
  }
  return null;
}

async function paidAtDodo(customer_id: string): Promise<string | null> {
  const { dodo } = dashboard();
  const now = await businessNow();
  const { items } = await dodo.subscriptions.list({ customer_id, status: 'active' });
  for (const { subscription_id, product_id, next_billing_date } of items) {
    if (!(await isOurs(product_id)) || new Date(next_billing_date) <= now) continue;
    const { items: payments } = await dodo.payments.list({ subscription_id, status: 'succeeded' });
    const paid = payments.filter(({ total_amount }) => total_amount > 0);
    if (paid.length === 0) continue;
    const { items: refunds } = await dodo.refunds.list({ customer_id });
    if (refunds.every(({ payment_id }) => paid.every((each) => each.payment_id !== payment_id))) return subscription_id;
  }
  return null;
}
