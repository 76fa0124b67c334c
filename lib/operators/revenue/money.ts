import { db } from '@/lib/db';
import { env } from '@/lib/env';
import type { Period } from './period';

/** Money that moved in a period, in minor units of its currency. */
export interface NetRevenue {
  readonly currency: string;
  /** Collected, tax included. */
  readonly gross: bigint;
  readonly tax: bigint;
  /** Refunded, without the tax in it. */
  readonly refunds: bigint;
  /** Disputes that were lost, without the tax in them, on the day they were opened. */
  readonly disputes: bigint;
  /** What is left. */
  readonly net: bigint;
}

interface Row {
  readonly currency: string;
  readonly gross: string;
  readonly tax: string;
  readonly refunds: string;
  readonly disputes: string;
}

/** Net revenue of a period, by currency. Money counts on the day it moved. */
export async function netRevenue({ from, to }: Period): Promise<NetRevenue[]> {
  const { mode } = env().payments;
  const rows = await db().$queryRaw<Row[]>`
    SELECT currency, sum(gross)::text AS gross, sum(tax)::text AS tax, sum(refunds)::text AS refunds,
      sum(disputes)::text AS disputes
    FROM (
      SELECT currency, amount AS gross, tax, 0::bigint AS refunds, 0::bigint AS disputes FROM "Payment"
      WHERE mode = ${mode}::"Mode" AND "paidAt" >= ${from} AND "paidAt" < ${to} AND status = 'succeeded'
      UNION ALL
      SELECT r.currency, 0, 0, r.amount - r.amount * p.tax / greatest(p.amount, 1), 0 FROM "Refund" r
      JOIN "Payment" p ON p.id = r."paymentId"
      WHERE r.mode = ${mode}::"Mode" AND r."createdAt" >= ${from} AND r."createdAt" < ${to} AND r.status = 'succeeded'
      UNION ALL
      SELECT d.currency, 0, 0, 0, d.amount - d.amount * p.tax / greatest(p.amount, 1) FROM "Dispute" d
      JOIN "Payment" p ON p.id = d."paymentId"
      WHERE d.mode = ${mode}::"Mode" AND d."createdAt" >= ${from} AND d."createdAt" < ${to} AND d.status = 'lost'
    ) moved GROUP BY currency ORDER BY currency`;
  return rows.map(({ currency, ...row }) => {
    const [gross, tax, refunds, disputes] = [row.gross, row.tax, row.refunds, row.disputes].map(BigInt) as [
      bigint, // four in, four out
      bigint,
      bigint,
      bigint,
    ];
    return { currency, gross, tax, refunds, disputes, net: gross - tax - refunds - disputes };
  });
}
