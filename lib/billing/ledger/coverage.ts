import type { Invoice, Subscription } from '@/lib/generated/prisma/client';
import { coverageOf, type PaidInvoice, type PaymentStanding, type PlanLine } from '../access/coverage';
import { type Money, standingOf, standingOfAll } from '../access/payment-standing';
import { type StoredCoverage, toStored } from '../access/stored-coverage';
import type { InvoiceLine } from '../providers/money-snapshots';
import { type Named, withAdopted } from './adopted';
import { type PriceContext, skusOf } from './contract';
import { type ContractInvoice, type ContractMoney, type ContractPayment, readMoney } from './contract-money';
import { matchesStored } from './unchanged';

/** A dispute lost over a past period still freezes access: its payer is known to reverse charges. */
const DISPUTED: readonly PaymentStanding[] = ['disputed', 'charged_back'];

/** What coverage depends on, of the contract itself. */
type Contract = Pick<Subscription, 'externalId' | 'sku' | 'quantity' | 'trialEnd'>;

/**
 * Recalculates what a subscription's payments cover, after invoices, payments, refunds, or disputes are written. Stores
 * the coverage and the paid-through date if they changed. Returns the row as it is now.
 */
export async function refreshCoverage(context: PriceContext, subscription: Subscription): Promise<Subscription> {
  const { id } = subscription;
  const data = await coverageColumns(context, subscription, await readMoney(context.tx, id));
  if (matchesStored({ ...subscription }, data)) return subscription;
  const select = { coverage: true, paidUntil: true };
  return { ...subscription, ...(await context.tx.subscription.update({ where: { id }, data, select })) };
}

/** What a subscription's money covers, and until when it's paid (UTC), as columns of its row. */
export async function coverageColumns(
  context: PriceContext,
  contract: Contract,
  { payments, invoices }: ContractMoney,
) {
  const { sku, quantity, trialEnd } = contract;
  const billed = await toLedgerInvoices(context, contract, invoices, payments);
  const { spans } = coverageOf(billed.filter(isPaid));
  const stored: StoredCoverage = {
    spans,
    disputed: payments.some((payment) => payment.status === 'succeeded' && DISPUTED.includes(standingOf(payment))),
    unbilled: sku !== null && !isBilled(billed, { sku, quantity }),
  };
  const kept = spans.filter(({ standing }) => standing === 'clear' || standing === 'disputed');
  const ends = [...kept.map(({ until }) => until), ...(trialEnd === null ? [] : [trialEnd])];
  const paidUntil = ends.length === 0 ? null : new Date(Math.max(...ends.map((end) => end.getTime())));
  return { coverage: toStored(stored), paidUntil };
}

/** An invoice of a subscription that requested money, with its outcome. */
export interface LedgerInvoice extends PaidInvoice {
  readonly status: Invoice['status'];
  /** The end of a billing period; null for a mid-period change. */
  readonly periodUntil: Date | null;
  /** External ids of the payments that paid it. */
  readonly payments: readonly string[];
}

export function isPaid({ status }: LedgerInvoice): boolean {
  return status === 'paid';
}

/** A subscription's invoices that requested money, oldest first. Reads sequentially because it runs in transactions. */
export async function loadInvoices(context: PriceContext, subscriptionId: string): Promise<LedgerInvoice[]> {
  const { payments, invoices } = await readMoney(context.tx, subscriptionId);
  return toLedgerInvoices(context, { id: subscriptionId }, invoices, payments);
}

async function toLedgerInvoices(
  context: PriceContext,
  contract: Named,
  rows: readonly ContractInvoice[],
  payments: readonly ContractPayment[],
): Promise<LedgerInvoice[]> {
  const sold = rows.flatMap(({ lines }) => lines).filter(({ kind }) => kind !== 'one_time');
  const skus = await withAdopted(context, contract, sold, await skusOf(context, sold));
  return rows.map((row) => {
    // Where a payment is its own invoice (Dodo), both have the same id.
    const collected = payments.filter((payment) =>
      [payment.invoiceExternalId, payment.externalId].includes(row.externalId),
    );
    const ours = row.lines.flatMap((line) => planLine(line, skus));
    const periods = ours.filter(({ kind, amount }) => kind === 'period' && amount >= 0n);
    return {
      externalId: row.externalId,
      createdAt: row.createdAt,
      status: row.status,
      total: row.total,
      balanceUsed: row.balanceUsed,
      standing: standingOfInvoice(row, collected),
      lines: ours,
      periodUntil: periods.reduce<Date | null>(
        (last, { until }) => (last === null || until > last ? until : last),
        null,
      ),
      payments: collected.map(({ externalId }) => externalId),
    };
  });
}

function planLine(line: InvoiceLine, skus: ReadonlyMap<string, string>): (PlanLine & Pick<InvoiceLine, 'kind'>)[] {
  const sku = skus.get(line.priceExternalId ?? '') ?? skus.get(line.productExternalId ?? '');
  return line.kind === 'one_time' || sku === undefined ? [] : [{ ...line, sku }];
}

/** Without a payment (paid from the customer's balance, say), an invoice credited in full counts as refunded. */
function standingOfInvoice({ total, credited }: ContractInvoice, payments: readonly Money[]): PaymentStanding {
  const isCollected = payments.some(({ status, amount }) => status === 'succeeded' && amount > 0n);
  return !isCollected && total > 0n && credited >= total ? 'refunded' : standingOfAll(payments);
}

/** Whether any invoice, paid or not, sold the contract's current plan and quantity. */
function isBilled(invoices: readonly PaidInvoice[], { sku, quantity }: { sku: string; quantity: number }): boolean {
  return invoices.some(({ lines }) =>
    lines.some((line) => line.amount >= 0n && line.sku === sku && line.quantity === quantity),
  );
}
