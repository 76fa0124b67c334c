import type { Invoice, Subscription } from '@/lib/generated/prisma/client';
import { timeIn } from '@/lib/prepared';
import { coverageOf, type PaidInvoice, type PaymentStanding, type PlanLine } from '../access/coverage';
import { type Money, standingOf, standingOfAll } from '../access/payment-standing';
import { type StoredCoverage, toStored } from '../access/stored-coverage';
import type { InvoiceLine } from '../providers/money-snapshots';
import type { RefundStatus } from '../types';
import { withAdopted } from './adopted';
import { type PriceContext, skusOf } from './contract';
import { storedLines } from './invoice';
import { matchesStored } from './unchanged';

/** A dispute lost over a past period still freezes access: its payer is known to reverse charges. */
const DISPUTED: readonly PaymentStanding[] = ['disputed', 'charged_back'];

/**
 * Recalculates what a subscription's payments cover, after invoices, payments, refunds, or disputes are written. Stores
 * the coverage and the paid-through date if they changed. Returns the row as it is now.
 */
export async function refreshCoverage(context: PriceContext, subscription: Subscription): Promise<Subscription> {
  const { tx } = context;
  const { id: subscriptionId, sku, quantity, trialEnd } = subscription;
  const read = await readMoney(context, subscriptionId);
  const { payments } = read;
  const invoices = await toLedgerInvoices(context, subscriptionId, read.invoices, payments);
  const { spans } = coverageOf(invoices.filter(isPaid));
  const stored: StoredCoverage = {
    spans,
    disputed: payments.some((payment) => payment.status === 'succeeded' && DISPUTED.includes(standingOf(payment))),
    unbilled: sku !== null && !isBilled(invoices, { sku, quantity }),
  };
  const kept = spans.filter(({ standing }) => standing === 'clear' || standing === 'disputed');
  const ends = [...kept.map(({ until }) => until), ...(trialEnd === null ? [] : [trialEnd])];
  const paidUntil = ends.length === 0 ? null : new Date(Math.max(...ends.map((end) => end.getTime())));
  const data = { coverage: toStored(stored), paidUntil };
  if (matchesStored({ ...subscription }, data)) return subscription;
  const select = { coverage: true, paidUntil: true };
  return { ...subscription, ...(await tx.subscription.update({ where: { id: subscriptionId }, data, select })) };
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
  const { payments, invoices } = await readMoney(context, subscriptionId);
  return toLedgerInvoices(context, subscriptionId, invoices, payments);
}

interface PaymentRow extends Money {
  readonly externalId: string;
  readonly invoiceExternalId: string | null;
}

type InvoiceRow = Pick<Invoice, 'externalId' | 'status' | 'createdAt' | 'total' | 'balanceUsed' | 'credited' | 'lines'>;

/** As JSON: amounts as text, because its numbers aren't exact beyond 2^53. */
type Stored<Row> = { readonly [Field in keyof Row]: Row[Field] extends bigint | Date ? string : Row[Field] };
type StoredPayment = Stored<Omit<PaymentRow, 'refunds'>> & {
  readonly refunds: readonly { readonly status: RefundStatus; readonly amount: string }[];
};

/** In one statement, because every sync of a subscription reads them. */
async function readMoney(
  { tx }: PriceContext,
  subscriptionId: string,
): Promise<{ payments: PaymentRow[]; invoices: InvoiceRow[] }> {
  const [row] = await tx.$queryRaw<{ payments: StoredPayment[]; invoices: Stored<InvoiceRow>[] }[]>`
    SELECT
      (SELECT coalesce(json_agg(json_build_object('externalId', "externalId", 'invoiceExternalId', "invoiceExternalId",
          'status', status, 'amount', amount::text, 'credited', credited::text,
          'refunds', (SELECT coalesce(json_agg(json_build_object('status', status, 'amount', amount::text)), '[]')
            FROM "Refund" WHERE "paymentId" = payment.id),
          'disputes', (SELECT coalesce(json_agg(json_build_object('status', status)), '[]')
            FROM "Dispute" WHERE "paymentId" = payment.id))), '[]')
        FROM "Payment" payment WHERE "subscriptionId" = ${subscriptionId}) AS payments,
      (SELECT coalesce(json_agg(json_build_object('externalId', "externalId", 'status', status, 'createdAt', "createdAt",
          'total', total::text, 'balanceUsed', "balanceUsed"::text, 'credited', credited::text, 'lines', lines)
          ORDER BY "createdAt"), '[]')
        FROM "Invoice" WHERE "subscriptionId" = ${subscriptionId} AND status IN ('open', 'paid', 'uncollectible')
      ) AS invoices`;
  const { payments = [], invoices = [] } = row ?? {};
  return {
    payments: payments.map(({ refunds, ...payment }) => ({
      ...payment,
      amount: BigInt(payment.amount),
      credited: BigInt(payment.credited),
      refunds: refunds.map(({ status, amount }) => ({ status, amount: BigInt(amount) })),
    })),
    invoices: invoices.map((invoice) => ({
      ...invoice,
      createdAt: timeIn(invoice.createdAt),
      total: BigInt(invoice.total),
      balanceUsed: BigInt(invoice.balanceUsed),
      credited: BigInt(invoice.credited),
    })),
  };
}

async function toLedgerInvoices(
  context: PriceContext,
  subscriptionId: string,
  rows: readonly InvoiceRow[],
  payments: readonly PaymentRow[],
): Promise<LedgerInvoice[]> {
  const read = rows.map((row) => ({ row, lines: storedLines(row.lines) }));
  const sold = read.flatMap(({ lines }) => lines).filter(({ kind }) => kind !== 'one_time');
  const skus = await withAdopted(context, { id: subscriptionId }, sold, await skusOf(context, sold));
  return read.map(({ row, lines }) => {
    // Where a payment is its own invoice (Dodo), both have the same id.
    const collected = payments.filter((payment) =>
      [payment.invoiceExternalId, payment.externalId].includes(row.externalId),
    );
    const ours = lines.flatMap((line) => planLine(line, skus));
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
function standingOfInvoice({ total, credited }: InvoiceRow, payments: readonly Money[]): PaymentStanding {
  const isCollected = payments.some(({ status, amount }) => status === 'succeeded' && amount > 0n);
  return !isCollected && total > 0n && credited >= total ? 'refunded' : standingOfAll(payments);
}

/** Whether any invoice, paid or not, sold the contract's current plan and quantity. */
function isBilled(invoices: readonly PaidInvoice[], { sku, quantity }: { sku: string; quantity: number }): boolean {
  return invoices.some(({ lines }) =>
    lines.some((line) => line.amount >= 0n && line.sku === sku && line.quantity === quantity),
  );
}
