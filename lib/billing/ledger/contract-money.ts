import type { Tx } from '@/lib/db';
import type { Invoice } from '@/lib/generated/prisma/client';
import { timeIn } from '@/lib/prepared';
import type { Money } from '../access/payment-standing';
import type { InvoiceLine } from '../providers/money-snapshots';
import type { SubscriptionSnapshot } from '../providers/snapshots';
import type { RefundStatus } from '../types';
import { storedLines } from './invoice';

/** A payment of a subscription. */
export interface ContractPayment extends Money {
  readonly externalId: string;
  readonly invoiceExternalId: string | null;
}

/** An invoice of a subscription that requested money. Minor units. */
export interface ContractInvoice
  extends Pick<Invoice, 'externalId' | 'status' | 'createdAt' | 'total' | 'balanceUsed' | 'credited'> {
  readonly lines: readonly InvoiceLine[];
}

/** What a subscription billed, oldest first, and what was paid for it. */
export interface ContractMoney {
  readonly payments: readonly ContractPayment[];
  readonly invoices: readonly ContractInvoice[];
}

/** Of drafts and void invoices, no money is requested. */
const REQUESTED: readonly Invoice['status'][] = ['open', 'paid', 'uncollectible'];

/** A subscription as it was just seen, of which the ledger knew no payment before. Pure. */
export function moneySeen({ externalId, payments, invoices }: SubscriptionSnapshot): ContractMoney {
  return {
    payments: payments.filter((payment) => payment.subscriptionExternalId === externalId),
    invoices: invoices
      .filter(({ status }) => REQUESTED.includes(status))
      .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime()),
  };
}

/** As JSON: amounts as text, because its numbers aren't exact beyond 2^53. */
type Stored<Row> = { readonly [Field in keyof Row]: Row[Field] extends bigint | Date ? string : Row[Field] };
type StoredPayment = Stored<Omit<ContractPayment, 'refunds'>> & {
  readonly refunds: readonly { readonly status: RefundStatus; readonly amount: string }[];
};
type StoredInvoice = Stored<Omit<ContractInvoice, 'lines'>> & { readonly lines: unknown };

/** What the ledger has of a subscription. In one statement, because every sync of a subscription reads it. */
export async function readMoney(tx: Tx, subscriptionId: string): Promise<ContractMoney> {
  const [row] = await tx.$queryRaw<{ payments: StoredPayment[]; invoices: StoredInvoice[] }[]>`
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
      lines: storedLines(invoice.lines),
    })),
  };
}
