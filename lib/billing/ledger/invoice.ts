import { z } from 'zod';
import type { Prisma } from '@/lib/generated/prisma/client';
import type { InvoiceLine, InvoiceSnapshot } from '../providers/money-snapshots';
import type { LedgerContext } from './context';
import { matchesStored } from './unchanged';

/**
 * Writes a subscription's invoices: new and changed ones individually, and only the ticket of unchanged ones. A row with a
 * higher ticket isn't overwritten.
 */
export async function writeInvoices(
  { tx, provider, mode, ticket, owner }: LedgerContext,
  { id: subscriptionId, isNew }: { readonly id: string; readonly isNew: boolean },
  seen: readonly InvoiceSnapshot[],
): Promise<void> {
  if (seen.length === 0) return;
  const at = { provider, mode };
  // Without its subscription, the ledger knows no invoice.
  const rows = isNew
    ? []
    : await tx.invoice.findMany({ where: { ...at, externalId: { in: seen.map(({ externalId }) => externalId) } } });
  const known = new Map(rows.map((row) => [row.externalId, row]));
  const facts = seen.map(({ lines, ...rest }) => ({ ...rest, lines: toStoredLines(lines) }));
  const common = { ...at, workspaceId: owner.workspaceId, subscriptionId, ticket };
  const unchanged: string[] = [];
  for (const row of facts) {
    const before = known.get(row.externalId);
    if (before === undefined) await writeNew(tx, { ...common, ...row });
    else if (matchesStored(before, row)) unchanged.push(before.id);
    else await tx.invoice.updateMany({ where: { id: before.id, ticket: { lt: ticket } }, data: { ...row, ticket } });
  }
  // Bump the ticket even if nothing changed, so an older fetch that finishes later can't overwrite this state.
  if (unchanged.length > 0)
    await tx.invoice.updateMany({ where: { id: { in: unchanged }, ticket: { lt: ticket } }, data: { ticket } });
}

/** Not `createMany`, which Prisma plans again each time. One that another sync wrote meanwhile stays as it is. */
async function writeNew(tx: LedgerContext['tx'], row: Prisma.InvoiceUncheckedCreateInput): Promise<void> {
  const { provider, mode, externalId } = row;
  const key = { provider, mode, externalId };
  await tx.invoice.upsert({
    where: { provider_mode_externalId: key },
    create: row,
    update: key,
    select: { id: true },
  });
}

const moment = z.iso.datetime().transform((at) => new Date(at));
const stored = z.array(
  z.object({
    kind: z.enum(['period', 'proration', 'one_time']),
    priceExternalId: z.string().nullable(),
    productExternalId: z.string().nullable(),
    quantity: z.number(),
    amount: z.string().transform(BigInt),
    from: moment,
    until: moment,
  }),
) satisfies z.ZodType<InvoiceLine[]>;

/** Reads `Invoice.lines`. */
export function storedLines(value: unknown): readonly InvoiceLine[] {
  return stored.parse(value);
}

function toStoredLines(lines: readonly InvoiceLine[]): Prisma.InputJsonArray {
  return lines.map(({ amount, from, until, ...line }) => ({
    ...line,
    amount: String(amount),
    from: from.toISOString(),
    until: until.toISOString(),
  }));
}
