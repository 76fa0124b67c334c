import { env } from '@/lib/env';
import type { Subscription } from '@/lib/generated/prisma/client';
import { isTakenBack, lastEnd } from '../access/coverage';
import { givenBackOf, MONEY, standingOf } from '../access/payment-standing';
import { storedCoverage } from '../access/stored-coverage';
import { isLive } from '../types';
import { raiseAlert } from './alerts';
import type { LedgerContext } from './context';
import { storedLines } from './invoice';
import { type Because, planOperation } from './plan-operation';

/**
 * Applies the consequences of payment changes to a contract: it ends when the current period was fully refunded or a
 * dispute was lost (configurable). Once it's over, open invoices are voided and later payments are refunded.
 */
export async function applyPaymentChanges(context: LedgerContext, contract: Subscription): Promise<void> {
  if (contract.origin === 'foreign' || contract.duplicateOf !== null) return;
  if (isLive(contract.status)) return endTakenBack(context, contract);
  if (contract.status !== 'ended' || contract.endedAt === null) return;
  await voidOpenInvoices(context, contract, contract.endedAt);
  await giveBackLateMoney(context, contract, contract.endedAt);
}

async function endTakenBack(context: LedgerContext, contract: Subscription): Promise<void> {
  if (!env().billing.endOnRefund) return;
  const because = await whyTakenBack(context, contract);
  if (because === null) return alertPartlyKept(context, contract);
  await planOperation(context, {
    kind: 'cancel',
    key: `cancel:${contract.id}`,
    because,
    provider: contract.provider,
    params: { subscriptionExternalId: contract.externalId },
  });
}

/** Whether the current period was fully refunded, or a dispute over any payment of the contract was lost. */
export async function whyTakenBack(
  { tx, now }: Pick<LedgerContext, 'tx' | 'now'>,
  { id, coverage }: Pick<Subscription, 'id' | 'coverage'>,
): Promise<Extract<Because, 'refunded' | 'charged-back'> | null> {
  const { disputed } = storedCoverage(coverage);
  const lost = disputed ? { status: 'lost' as const, payment: { subscriptionId: id } } : null;
  if (lost !== null && (await tx.dispute.count({ where: lost })) > 0) return 'charged-back';
  return isClosed(coverage, now) && (await keptPayments(tx, { id, coverage }, now)) === 0 ? 'refunded' : null;
}

/**
 * Whether the current period is closed: what's still open ends earlier, or nothing is open. An upgrade ends with the
 * payment it builds on, so refunding it alone closes no period; a year that replaced a month does.
 */
function isClosed(coverage: Subscription['coverage'], now: Date): boolean {
  const { closed, open } = runningSpans(coverage, now);
  return lastEnd(open) < lastEnd(closed);
}

function runningSpans(coverage: Subscription['coverage'], now: Date) {
  const running = storedCoverage(coverage).spans.filter(({ from, until }) => from <= now && now < until);
  const closed = running.filter(({ standing }) => isTakenBack(standing));
  return { closed, open: running.filter((span) => !closed.includes(span)) };
}

/** How many payments were kept but cover nothing now: an upgrade's, say, after what it builds on was refunded. */
async function keptPayments(
  tx: LedgerContext['tx'],
  { id, coverage }: Pick<Subscription, 'id' | 'coverage'>,
  now: Date,
): Promise<number> {
  const { closed, open } = runningSpans(coverage, now);
  const opening = open.flatMap((span) => span.invoices);
  const invoices = closed.flatMap((span) => span.invoices).filter((id) => !opening.includes(id));
  const payments = await tx.payment.findMany({
    where: {
      ...{ subscriptionId: id, status: 'succeeded', amount: { gt: 0 } },
      OR: [{ externalId: { in: invoices } }, { invoiceExternalId: { in: invoices } }],
    },
    select: MONEY,
  });
  return payments.filter((payment) => !isTakenBack(standingOf(payment))).length;
}

/** Nothing is open, but part of the money was kept: an operator decides whether to refund the rest and end it. */
async function alertPartlyKept({ tx, now, provider }: LedgerContext, contract: Subscription): Promise<void> {
  if (!isClosed(contract.coverage, now)) return;
  const { id, externalId } = contract;
  const why =
    'a payment that a newer one depends on was refunded, so the customer no longer has access; the newer one was not refunded';
  const commands = [`refund the newer payment as well, then cancel ${externalId} in the ${provider} dashboard`];
  await raiseAlert(tx, `partly-kept:${id}`, 'needs a person', { provider, externalId, why, commands });
}

/** An invoice for time after the end could still be paid through its link, for nothing. Dodo Payments has none. */
async function voidOpenInvoices({ tx, ...context }: LedgerContext, contract: Subscription, ended: Date): Promise<void> {
  const open = await tx.invoice.findMany({
    where: { subscriptionId: contract.id, status: { in: ['open', 'uncollectible'] }, amountDue: { gt: 0 } },
  });
  for (const { id, externalId } of open.filter((invoice) => sellsTimeAfter(invoice.lines, ended))) {
    await planOperation(
      { tx, ...context },
      {
        kind: 'void-invoice',
        key: `void-invoice:${id}`,
        because: 'ended',
        provider: contract.provider,
        params: { subscriptionExternalId: contract.externalId, invoiceExternalId: externalId },
      },
    );
  }
}

async function giveBackLateMoney(context: LedgerContext, contract: Subscription, ended: Date): Promise<void> {
  const late = await context.tx.payment.findMany({
    where: { subscriptionId: contract.id, status: 'succeeded', amount: { gt: 0 }, paidAt: { gt: ended } },
    include: { refunds: true, disputes: true },
  });
  for (const payment of late) {
    const { id, externalId, invoiceExternalId } = payment;
    if (givenBackOf(payment) > 0n || payment.disputes.length > 0) continue;
    const invoice = await context.tx.invoice.findFirst({
      // Where a payment is its own invoice (Dodo), both have the same id.
      where: { subscriptionId: contract.id, externalId: { in: [invoiceExternalId ?? externalId, externalId] } },
      select: { lines: true },
    });
    if (invoice !== null && !sellsTimeAfter(invoice.lines, ended)) continue;
    await planOperation(context, {
      kind: 'refund',
      key: `refund:${id}`,
      because: 'ended',
      provider: contract.provider,
      params: { paymentExternalId: externalId },
    });
  }
}

function sellsTimeAfter(lines: unknown, ended: Date): boolean {
  return storedLines(lines).some(({ kind, amount, until }) => kind !== 'one_time' && amount > 0n && until > ended);
}
