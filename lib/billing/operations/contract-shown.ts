import { z } from 'zod';
import type { Subscription } from '@/lib/generated/prisma/client';

const moment = z.string().nullable();

/** All of a contract that customers base a decision on, as JSON: times in ISO 8601, amounts in minor units as text. */
export const contractShownSchema = z.object({
  id: z.string(),
  status: z.string(),
  priceExternalId: z.string(),
  quantity: z.number(),
  amount: z.string(),
  currency: z.string(),
  periodEnd: moment,
  trialEnd: moment,
  paidUntil: moment,
  cancelAt: moment,
  pausesAt: moment,
  pendingSku: z.string().nullable(),
  pendingQuantity: z.number().nullable(),
  pendingAt: moment,
});
export type ContractShown = z.infer<typeof contractShownSchema>;

/** What a customer is shown of a contract, which must still hold when their request is sent. */
export function contractShown(row: Subscription): ContractShown {
  return {
    id: row.id,
    status: row.status,
    priceExternalId: row.priceExternalId,
    quantity: row.quantity,
    amount: String(row.amount),
    currency: row.currency,
    periodEnd: iso(row.periodEnd),
    trialEnd: iso(row.trialEnd),
    paidUntil: iso(row.paidUntil),
    cancelAt: iso(row.cancelAt),
    pausesAt: iso(row.pausesAt),
    pendingSku: row.pendingSku,
    pendingQuantity: row.pendingQuantity,
    pendingAt: iso(row.pendingAt),
  };
}

/** Whether nothing the customer's decision depends on has changed. */
export function isSameContract(shown: ContractShown, now: ContractShown): boolean {
  return (Object.keys(shown) as (keyof ContractShown)[]).every((field) => shown[field] === now[field]); // keys of the schema
}

function iso(date: Date | null): string | null {
  return date?.toISOString() ?? null;
}
