import type { Payment, Prisma, Subscription } from '@/lib/generated/prisma/client';
import type { PaymentSnapshot } from '../providers/money-snapshots';
import { raiseAlert, resolveAlerts } from './alerts';
import { markCheckoutComplete, ownCheckoutId } from './checkout';
import type { LedgerContext } from './context';
import { skusOf } from './contract';
import { countDecline } from './decline';
import { writeDisputes } from './disputes';
import { putEmail } from './email';
import { writeGrant } from './grant';
import { paidAtOf } from './paid-at';
import { isNewlyOurs, isNews, recordPaymentFact } from './payment-facts';
import { writeRefunds } from './refunds';

/** What the ledger knows of a payment already: its row, and the row of its subscription, or null for none. */
export interface KnownPayment {
  readonly before: Payment | null;
  readonly subscription: Pick<Subscription, 'id' | 'sku'> | null;
}

/** Writes a payment, its refunds, disputes, receipt, and grant. Null if refused as older and nothing was new. */
export async function writePayment(
  context: LedgerContext,
  seen: PaymentSnapshot,
  { before, subscription }: KnownPayment,
): Promise<Payment | null> {
  const { tx, provider, mode, ticket, owner } = context;
  const key = { provider, mode, externalId: seen.externalId };
  const row = { ...(await toRow(context, seen, { before, subscription })), ticket };
  const [payment] =
    before === null
      ? [
          // Not `createMany`, which Prisma plans again each time.
          await tx.payment.upsert({
            where: { provider_mode_externalId: key },
            create: { ...key, workspaceId: owner.workspaceId, ...row },
            update: key,
          }),
        ]
      : await tx.payment.updateManyAndReturn({ where: { id: before.id, ticket: { lt: ticket } }, data: row });
  if (payment?.ticket !== ticket) return linkLate(context, before, row);
  const newlyOurs = await isNewlyOurs(context, before, payment);
  await writeRefunds(context, payment, seen, newlyOurs);
  await writeDisputes(context, payment, seen, newlyOurs);
  await countDecline(context, before, payment);
  await alertForeign(context, before, payment, seen);
  const news = await isNews(context, before, payment);
  if (news) recordPaymentFact(context, payment);
  if (payment.status !== 'succeeded') return payment;
  await markCheckoutComplete(context, payment.checkoutId);
  await writeGrant(context, payment);
  if (news) await confirm(context, payment);
  return payment;
}

/** Reads what the ledger knows of a payment that is synced alone. */
export async function knownPayment(
  { tx, provider, mode }: LedgerContext,
  { externalId, subscriptionExternalId }: PaymentSnapshot,
): Promise<KnownPayment> {
  const named = (id: string) => ({ where: { provider_mode_externalId: { provider, mode, externalId: id } } });
  const before = await tx.payment.findUnique(named(externalId));
  if (subscriptionExternalId === null) return { before, subscription: null };
  return { before, subscription: await tx.subscription.findUnique(named(subscriptionExternalId)) };
}

/** Only confirm payments for our own products; the other business confirms the rest. */
async function confirm(context: LedgerContext, { id, amount, sku, status }: Payment): Promise<void> {
  if (status === 'succeeded' && amount > 0n && sku !== null)
    await putEmail(context, 'receipt', `receipt:${id}`, { paymentId: id });
}

/**
 * A payment synced before its subscription was known is linked to it now, even if the subscription's sync has older
 * data about the payment: its owner never changes.
 */
async function linkLate(
  context: LedgerContext,
  before: Payment | null,
  { subscriptionId, sku }: Pick<Payment, 'subscriptionId' | 'sku'>,
): Promise<Payment | null> {
  if (before === null || before.subscriptionId !== null || subscriptionId === null) return null;
  const linked = await context.tx.payment.update({ where: { id: before.id }, data: { subscriptionId, sku } });
  if (!(await isNews(context, before, linked))) return linked;
  recordPaymentFact(context, linked);
  await confirm(context, linked);
  return linked;
}

async function toRow(context: LedgerContext, seen: PaymentSnapshot, { before, subscription }: KnownPayment) {
  const { externalId: _, subscriptionExternalId: __, customerExternalId: ___, ownMetadata, ...rest } = seen;
  const { bought, refunds: ____, disputes: _____, ...facts } = rest;
  const checkoutId = before?.checkoutId ?? (await ownCheckoutId(context, ownMetadata.checkoutId));
  const sold = await soldOf(context, bought);
  return {
    ...facts,
    paidAt: paidAtOf(before, seen, context.now),
    subscriptionId: subscription?.id ?? before?.subscriptionId ?? null,
    checkoutId,
    // A subscription payment keeps the plan it paid for, even after the plan changes.
    sku: before?.sku ?? sold?.sku ?? subscription?.sku ?? null,
    quantity: sold?.quantity ?? before?.quantity ?? 1,
  } satisfies Prisma.PaymentUncheckedUpdateManyInput;
}

/** The offer of ours among the one-time items. */
async function soldOf(context: LedgerContext, bought: PaymentSnapshot['bought']) {
  const skus = await skusOf(context, bought);
  for (const { priceExternalId, productExternalId, quantity } of bought) {
    const sku = skus.get(priceExternalId ?? '') ?? skus.get(productExternalId ?? '');
    if (sku !== undefined) return { sku, quantity: Math.max(0, quantity) };
  }
  return null;
}

/** Payments that match none of our products grant nothing; an operator checks them. A contract has its own alert. */
async function alertForeign(
  { tx, provider }: LedgerContext,
  before: Payment | null,
  { id, sku, status, amount, currency, externalId }: Payment,
  seen: PaymentSnapshot,
): Promise<void> {
  const key = `foreign-payment:${id}`;
  // A payment that the ledger didn't know has no alert.
  if (sku !== null) return before === null ? undefined : resolveAlerts(tx, [key], 'it is ours now');
  if (status !== 'succeeded' || amount <= 0n || seen.subscriptionExternalId !== null) return;
  await raiseAlert(tx, key, 'foreign payment', {
    ...{ provider, externalId, amount: String(amount), currency },
    bought: seen.bought.map(({ priceExternalId }) => priceExternalId),
  });
}
