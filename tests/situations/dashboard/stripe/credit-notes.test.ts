import { describe, expect, test } from 'vitest';
import { getAccess } from '@/lib/billing/access/get-access';
import { billingOverview } from '@/lib/billing/account/overview';
import { requestRefund } from '@/lib/billing/account/refund';
import { sync } from '@/lib/billing/ledger/sync';
import { operatorRefund, operatorRefundTerms } from '@/lib/billing/operators/refund';
import { reconcile } from '@/lib/billing/reconcile/run';
import { db } from '@/lib/db';
import { asOwner } from '../../../fixtures/as-owner';
import { latestInvoice } from '../../../fixtures/dashboard/stripe/invoices';
import { issueCreditNote, refundPayment } from '../../../fixtures/dashboard/stripe/money';
import { buys, stage } from '../../../fixtures/stage';
import type { Story } from '../../../fixtures/story';
import { opened, paidAtStripe, starterYear, subscribes } from './at-stripe';

const scene = stage();

const asked = { items: [], reason: null, actor: 'test' } as const;
const paymentOf = ({ user }: Story) =>
  db().payment.findFirstOrThrow({ where: { workspaceId: user.id, status: 'succeeded' }, include: { refunds: true } });

/** A year of Starter, 90.00, and its invoice. */
async function year(story: Story) {
  const { customer, subscription } = await subscribes(story, starterYear);
  return { customer, subscription, invoice: (await latestInvoice(story.stripe, subscription.id)).id };
}

describe('a credit note counts as a refund, however it is paid out', () => {
  test('to the balance: the customer may not refund the payment, and an operator only the rest', async () => {
    const story = scene.story();
    const { customer, invoice } = await year(story);
    await issueCreditNote(story.stripe, invoice, 4_000);
    expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
    const { id, credited } = await paymentOf(story);
    expect(credited).toBe(4_000n);
    await expect(requestRefund(asOwner(story.user.id), id)).rejects.toMatchObject({ code: 'billing/not-refundable' });
    const { payments } = await billingOverview(story.user.id);
    expect(payments[0]).toMatchObject({ refunded: 4_000n, refundable: false });
    expect(await operatorRefundTerms({ payment: id, amount: null, ...asked })).toMatchObject({
      ...{ amount: 5_000n, givenBack: 4_000n },
    });
    expect(await operatorRefund({ payment: id, amount: null, ...asked })).toMatchObject({
      amount: 5_000n,
      state: 'done',
    });
    expect(await paidAtStripe(story, customer)).toEqual({ paid: 9_000, refunded: 5_000 });
    await expect(operatorRefund({ payment: id, amount: 1n, ...asked })).rejects.toMatchObject({
      code: 'billing/not-refundable',
    });
    expect((await opened(story)).level).toBe('none');
  });

  test('to the card: it is counted once', async () => {
    const story = scene.story();
    const { invoice } = await year(story);
    await issueCreditNote(story.stripe, invoice, 4_000, 'card');
    await opened(story);
    const { id, credited, refunds } = await paymentOf(story);
    expect(credited).toBe(0n);
    expect(refunds.map(({ amount }) => amount)).toEqual([4_000n]);
    expect(await operatorRefundTerms({ payment: id, amount: null, ...asked })).toMatchObject({ amount: 5_000n });
  });

  test('all of it to the balance: what it paid for closes', async () => {
    const story = scene.story();
    const { subscription, invoice } = await year(story);
    await issueCreditNote(story.stripe, invoice, 9_000);
    expect((await opened(story)).level).toBe('none');
    expect((await story.stripe.subscriptions.retrieve(subscription.id)).status).toBe('canceled');
  });

  test('part to the balance, the rest refunded: nothing is left of it', async () => {
    const story = scene.story();
    const { invoice } = await year(story);
    await issueCreditNote(story.stripe, invoice, 4_000);
    await opened(story);
    await refundPayment(story.stripe, (await paymentOf(story)).externalId, 5_000);
    expect((await opened(story)).level).toBe('none');
  });

  test('for Lifetime: it closes with it', async () => {
    const story = scene.story();
    await buys(story, { plan: 'lifetime', currency: 'USD', provider: 'stripe' });
    expect(await opened(story)).toMatchObject({ level: 'full' });
    const { amount, invoiceExternalId } = await paymentOf(story);
    await issueCreditNote(story.stripe, invoiceExternalId ?? '', Number(amount));
    expect((await opened(story)).level).toBe('none');
  });
});

describe('a credit note whose webhook was lost', () => {
  test('an operator who refunds by the old amount refunds nothing, and sees the new one', async () => {
    const story = scene.story();
    const { customer, invoice } = await year(story);
    await opened(story);
    const { id } = await paymentOf(story);
    await story.world.control('faults', { provider: 'stripe', kind: 'drop' });
    await issueCreditNote(story.stripe, invoice, 4_000);
    expect(await operatorRefund({ payment: id, amount: null, ...asked })).toMatchObject({ state: 'refused' });
    await story.world.calm();
    expect(await paidAtStripe(story, customer)).toMatchObject({ refunded: 0 });
    expect(await operatorRefundTerms({ payment: id, amount: null, ...asked })).toMatchObject({ amount: 5_000n });
  });

  test('the same for the customer', async () => {
    const story = scene.story();
    const { customer, subscription, invoice } = await year(story);
    await opened(story);
    const { id } = await paymentOf(story);
    await story.world.control('faults', { provider: 'stripe', kind: 'drop' });
    await issueCreditNote(story.stripe, invoice, 9_000);
    await expect(requestRefund(asOwner(story.user.id), id)).rejects.toMatchObject({ code: 'billing/preview-expired' });
    await story.world.calm();
    expect(await paidAtStripe(story, customer)).toMatchObject({ refunded: 0 });
    // What the refund's own check at Stripe found still has its consequences.
    expect((await opened(story)).level).toBe('none');
    expect((await story.stripe.subscriptions.retrieve(subscription.id)).status).toBe('canceled');
  });

  test('reconcile finds it', async () => {
    const story = scene.story();
    const { invoice } = await year(story);
    await opened(story);
    await story.world.control('faults', { provider: 'stripe', kind: 'drop' });
    await issueCreditNote(story.stripe, invoice, 9_000);
    await story.world.quiet();
    await story.world.calm();
    expect(await getAccess(story.user.id)).toMatchObject({ level: 'full' });
    const { id, events } = await reconcile({ provider: 'stripe', actor: 'test', rootsPerSecond: 1_000, slice: 0 });
    expect((await opened(story)).level).toBe('none');
    // By the event Stripe could not deliver, or by the list of credit notes.
    expect(events + (await db().reconcileDiff.count({ where: { runId: id } }))).toBeGreaterThan(0);
  });
});

test('an invoice that the balance paid is found by its number: its subscription is synced', async () => {
  const story = scene.story();
  const { customer, subscription } = await subscribes(story);
  await story.stripe.customers.createBalanceTransaction(customer, { amount: -2_000, currency: 'usd' });
  await story.days(31);
  await story.hours(2);
  await opened(story);
  const paid = await latestInvoice(story.stripe, subscription.id);
  expect(paid).toMatchObject({ status: 'paid', amount_paid: 0 });
  expect(await sync('stripe', { kind: 'payment', id: paid.id }, { cause: 'test' })).toBe('written');
});

test('a note first returns what the balance paid, and only then what the card paid', async () => {
  const story = scene.story();
  const { customer, subscription } = await subscribes(story);
  await story.stripe.customers.createBalanceTransaction(customer, { amount: -400, currency: 'usd' });
  await story.days(31);
  await story.hours(2);
  await opened(story);
  const paid = await latestInvoice(story.stripe, subscription.id);
  expect(paid).toMatchObject({ status: 'paid', amount_paid: 500 });
  await issueCreditNote(story.stripe, paid.id, 500);
  expect(await opened(story)).toMatchObject({ plan: 'starter', level: 'full' });
  const payment = { workspaceId: story.user.id, invoiceExternalId: paid.id };
  expect(await db().payment.findFirstOrThrow({ where: payment })).toMatchObject({ amount: 500n, credited: 100n });
  await issueCreditNote(story.stripe, paid.id, 400);
  expect((await opened(story)).level).toBe('none');
});
