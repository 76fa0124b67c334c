import { z } from 'zod';
import { db } from '@/lib/db';
import type { Subscription } from '@/lib/generated/prisma/client';

const result = z.object({ awaitsCustomer: z.literal(true) });
const params = z.object({ priceExternalId: z.string(), quantity: z.number() });

/**
 * The open invoice, by its external ID, of a plan change that waits for the customer to confirm its charge with their
 * bank; null when none does. The ledger decides, because the operation itself is looked up later: once the plan has
 * changed or the invoice isn't open anymore, there is nothing left to confirm.
 */
export async function awaitedInvoice(held: Subscription): Promise<string | null> {
  const { id: subscriptionId, workspaceId, mode, priceExternalId, quantity } = held;
  const operation = await db().operation.findFirst({
    where: { workspaceId, mode, kind: 'change-now', status: { in: ['sent', 'unknown'] } },
    orderBy: { createdAt: 'desc' },
    select: { result: true, params: true },
  });
  if (operation === null || !result.safeParse(operation.result).success) return null;
  const wanted = params.parse(operation.params);
  if (wanted.priceExternalId === priceExternalId && wanted.quantity === quantity) return null;
  const invoice = await db().invoice.findFirst({
    where: { subscriptionId, status: 'open' },
    orderBy: { createdAt: 'desc' },
    select: { externalId: true },
  });
  return invoice?.externalId ?? null;
}
