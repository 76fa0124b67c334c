import type { Payment, Prisma } from '@/lib/generated/prisma/client';
import type { PaymentSnapshot } from '../providers/contract';
import { markCheckoutComplete, ownCheckoutId } from './checkout';
import type { LedgerContext } from './context';
import { writeGrant } from './grant';
import { putEmail } from './outbox';
import { skuOfPrice } from './price';

/** Writes one payment with its refunds and disputes, and what follows from it: the receipt, the grant. */
export async function writePayment(context: LedgerContext, seen: PaymentSnapshot): Promise<void> {
  const { tx, provider, mode, ticket, owner } = context;
  const key = { provider, mode, externalId: seen.externalId };
  const before = await tx.payment.findUnique({ where: { provider_mode_externalId: key } });
  const row = { ...(await toRow(context, seen, before)), ticket };
  const written =
    before === null
      ? await tx.payment.createMany({ data: [{ ...key, userId: owner.userId, ...row }], skipDuplicates: true })
      : await tx.payment.updateMany({ where: { id: before.id, ticket: { lt: ticket } }, data: row });
  if (written.count === 0) return;
  const payment = await tx.payment.findUniqueOrThrow({ where: { provider_mode_externalId: key } });
  await writeRefunds(context, payment, seen);
  await writeDisputes(context, payment, seen);
  if (payment.status !== 'succeeded') return;
  await markCheckoutComplete(context, payment.checkoutId);
  await writeGrant(context, payment);
  if (payment.amount > 0n) await putEmail(context, 'receipt', `receipt:${payment.id}`, { paymentId: payment.id });
}

async function toRow(context: LedgerContext, seen: PaymentSnapshot, before: Payment | null) {
  const { externalId: _, subscriptionExternalId, customerExternalId: __, marks, ...rest } = seen;
  const { priceExternalId, refunds: ___, disputes: ____, ...facts } = rest;
  const subscription =
    subscriptionExternalId === null
      ? null
      : await context.tx.subscription.findUnique({
          where: {
            provider_mode_externalId: {
              provider: context.provider,
              mode: context.mode,
              externalId: subscriptionExternalId,
            },
          },
          select: { id: true, sku: true },
        });
  const sku = priceExternalId === null ? null : await skuOfPrice(context, priceExternalId);
  return {
    ...facts,
    subscriptionId: subscription?.id ?? before?.subscriptionId ?? null,
    checkoutId: before?.checkoutId ?? (await ownCheckoutId(context, marks.checkoutId)),
    // A subscription payment keeps the plan it paid for, also after the plan changes.
    sku: before?.sku ?? sku ?? subscription?.sku ?? null,
  } satisfies Prisma.PaymentUncheckedUpdateManyInput;
}

async function writeRefunds(
  { tx, provider, mode, ticket, ...context }: LedgerContext,
  payment: Payment,
  seen: PaymentSnapshot,
) {
  for (const refund of seen.refunds) {
    const { externalId, ...facts } = refund;
    const row = await tx.refund.upsert({
      where: { provider_mode_externalId: { provider, mode, externalId } },
      create: { provider, mode, externalId, paymentId: payment.id, ticket, ...facts },
      update: { ticket, ...facts },
    });
    if (row.status !== 'succeeded') continue;
    await putEmail({ tx, provider, mode, ticket, ...context }, 'refund', `refund:${row.id}`, { refundId: row.id });
  }
}

async function writeDisputes({ tx, provider, mode, ticket }: LedgerContext, payment: Payment, seen: PaymentSnapshot) {
  for (const dispute of seen.disputes) {
    const { externalId, ...facts } = dispute;
    await tx.dispute.upsert({
      where: { provider_mode_externalId: { provider, mode, externalId } },
      create: { provider, mode, externalId, paymentId: payment.id, ticket, ...facts },
      update: { ticket, ...facts },
    });
  }
}
