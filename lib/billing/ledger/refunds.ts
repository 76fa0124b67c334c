import type { Payment, Refund } from '@/lib/generated/prisma/client';
import type { PaymentSnapshot } from '../providers/money-snapshots';
import { raiseAlert, resolveAlerts } from './alerts';
import type { LedgerContext } from './context';
import { dropWaiting, putEmail } from './email';
import { recordRefundFact } from './payment-facts';

/**
 * Writes a payment's refunds. If it paid for something of ours, emails the customer about each that is new, or all of
 * them if it is `newlyOurs`: that it was sent, or that their bank returned it.
 */
export async function writeRefunds(
  context: LedgerContext,
  payment: Payment,
  seen: PaymentSnapshot,
  newlyOurs: boolean,
): Promise<void> {
  const { tx, provider, mode, ticket } = context;
  for (const { externalId, ...facts } of seen.refunds) {
    const key = { provider_mode_externalId: { provider, mode, externalId } };
    const before = await tx.refund.findUnique({ where: key, select: { status: true } });
    const row = await tx.refund.upsert({
      where: key,
      create: { provider, mode, externalId, paymentId: payment.id, ticket, ...facts },
      update: { ticket, ...facts },
    });
    recordRefundFact(context, payment, before, row);
    const tells = payment.sku !== null && (newlyOurs || before?.status !== row.status);
    if (row.status === 'failed') await reportFailure(context, payment, row, tells);
    if (row.status !== 'succeeded') continue;
    await resolveAlerts(tx, [failureKey(row)], 'the refund arrived');
    if (tells) await putEmail(context, 'refund', `refund:${row.id}`, { refundId: row.id });
  }
}

const failureKey = ({ id }: Refund): string => `refund-failed:${id}`;

/** A refund can fail days later (docs.stripe.com/refunds#failed-refunds): we have the money again and still owe it. */
async function reportFailure(
  context: LedgerContext,
  { externalId: payment }: Payment,
  refund: Refund,
  tells: boolean,
): Promise<void> {
  const { id, externalId, amount, currency, provider } = refund;
  await dropWaiting(context, `refund:${id}`);
  const detail = { provider, payment, refund: externalId, amount: String(amount), currency };
  await raiseAlert(context.tx, failureKey(refund), 'refund failed', detail);
  if (tells) await putEmail(context, 'refund-failed', failureKey(refund), { refundId: id });
}
