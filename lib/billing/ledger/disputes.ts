import type { Dispute, Payment } from '@/lib/generated/prisma/client';
import type { PaymentSnapshot } from '../providers/money-snapshots';
import { raiseAlert, resolveAlerts } from './alerts';
import type { LedgerContext } from './context';
import { putEmail } from './email';
import { recordDisputeFact } from './payment-facts';

/**
 * Writes a payment's disputes, and notifies the operator about each. If it paid for something of ours, emails the
 * customer about each that is new, or all of them if it is `newlyOurs`.
 */
export async function writeDisputes(
  context: LedgerContext,
  payment: Payment,
  seen: PaymentSnapshot,
  newlyOurs: boolean,
): Promise<void> {
  const { tx, provider, mode, ticket } = context;
  for (const { externalId, ...facts } of seen.disputes) {
    const key = { provider_mode_externalId: { provider, mode, externalId } };
    const before = await tx.dispute.findUnique({ where: key, select: { status: true } });
    const row = await tx.dispute.upsert({
      where: key,
      create: { provider, mode, externalId, paymentId: payment.id, ticket, ...facts },
      update: { ticket, ...facts },
    });
    recordDisputeFact(context, payment, before, row);
    await report(context, payment, row);
    if (payment.sku === null || row.status !== 'open' || (!newlyOurs && before?.status === 'open')) continue;
    await putEmail(context, 'dispute-opened', `dispute-opened:${row.id}`, { disputeId: row.id });
  }
}

/** An inquiry has taken no money and limits nothing, but needs a response. */
async function report({ tx }: LedgerContext, payment: Payment, dispute: Dispute): Promise<void> {
  const key = `dispute:${dispute.id}`;
  switch (dispute.status) {
    case 'inquiry':
      if (dispute.evidenceDueAt === null) return resolveAlerts(tx, [key], 'the inquiry is closed');
      return raiseAlert(tx, key, 'dispute', detailOf(payment, dispute));
    case 'open':
      return raiseAlert(tx, key, 'dispute', detailOf(payment, dispute));
    case 'won':
      return resolveAlerts(tx, [key, `dispute-lost:${dispute.id}`], 'the bank decided for us');
    case 'lost':
      // Nothing is left to refund, so a refund that waited for the decision is settled too.
      await resolveAlerts(tx, [key, `held:refund:${payment.id}`], 'the bank decided for the customer');
      return raiseAlert(tx, `dispute-lost:${dispute.id}`, 'dispute lost', detailOf(payment, dispute));
  }
}

function detailOf(payment: Payment, { provider, externalId, amount, currency, reason, evidenceDueAt }: Dispute) {
  return {
    ...{ provider, dispute: externalId, payment: payment.externalId, amount: String(amount), currency, reason },
    evidenceDueAt: evidenceDueAt === null ? null : evidenceDueAt.toISOString(),
  };
}
