import type { InvoiceLine, InvoiceSnapshot, KnownInvoice } from '../money-snapshots';
import { type Sale, worthAt } from './sale';
import type { SubscriptionShape } from './shapes';

interface Paid {
  readonly sale: Sale;
  /** The previous sale, if a change credited its unused time. */
  readonly replaces: Sale | null;
  /** Minor units; negative if a change left credit. */
  readonly total: bigint;
  readonly balanceUsed: bigint;
  readonly createdAt: Date;
}

/** Dodo has no invoices: one is derived from each sale, using the id of its payment if there is one. */
export function paidInvoice(
  raw: SubscriptionShape,
  { sale, replaces, total, balanceUsed, createdAt }: Paid,
): InvoiceSnapshot {
  const credit = sale.kind === 'proration' && replaces !== null ? [creditLine(replaces, sale.from)] : [];
  return {
    ...common(raw, sale.invoiceId, createdAt),
    status: 'paid',
    total,
    amountDue: 0n,
    balanceUsed,
    dueAt: null,
    paidAt: createdAt,
    lines: [...credit, saleLine(sale)],
  };
}

/** The invoice of a sale that was extended by a pause. */
export function extendedInvoice(
  raw: SubscriptionShape,
  sale: Sale,
  fresh: readonly InvoiceSnapshot[],
  known: readonly KnownInvoice[],
): InvoiceSnapshot {
  const made = fresh.find(({ externalId }) => externalId === sale.invoiceId);
  const before = made ?? known.find(({ externalId }) => externalId === sale.invoiceId);
  const createdAt = before?.createdAt ?? sale.from;
  const credits = (before?.lines ?? []).filter(({ amount }) => amount < 0n);
  return {
    ...common(raw, sale.invoiceId, createdAt),
    status: 'paid',
    total: before?.total ?? sale.amount,
    amountDue: 0n,
    balanceUsed: before?.balanceUsed ?? 0n,
    dueAt: null,
    paidAt: createdAt,
    lines: [...credits, saleLine(sale)],
  };
}

/** A debt for time, or a payment for it that's still processing. */
export function unpaidInvoice(raw: SubscriptionShape, sale: Sale, createdAt: Date): InvoiceSnapshot {
  return {
    ...common(raw, sale.invoiceId, createdAt),
    status: 'open',
    total: sale.amount,
    amountDue: sale.amount,
    balanceUsed: 0n,
    dueAt: sale.from,
    paidAt: null,
    lines: [saleLine(sale)],
  };
}

/** An attempt that will no longer be collected: another one was, or nothing is owed for it. */
export function voidInvoice(raw: SubscriptionShape, id: string, total: bigint, createdAt: Date): InvoiceSnapshot {
  return {
    ...common(raw, id, createdAt),
    status: 'void',
    total,
    amountDue: 0n,
    balanceUsed: 0n,
    dueAt: null,
    paidAt: null,
    lines: [],
  };
}

/** Minor units of credit used by a charge below the price of a period. */
export function creditUsed(raw: SubscriptionShape, net: bigint, credit: bigint): bigint {
  const missing = BigInt(raw.recurring_pre_tax_amount) - net;
  return missing <= 0n || credit <= 0n ? 0n : missing < credit ? missing : credit;
}

function common({ currency }: SubscriptionShape, externalId: string, createdAt: Date) {
  return { externalId, credited: 0n, paidOutOfBand: false, currency: currency.toUpperCase(), createdAt };
}

function saleLine({ kind, productId: id, quantity, amount, from, until }: Sale): InvoiceLine {
  return { kind, ...priced(id), quantity, amount, from, until };
}

/** The unused time of the previous sale. */
function creditLine(replaced: Sale, from: Date): InvoiceLine {
  const { productId: id, quantity, until } = replaced;
  return { kind: 'proration', ...priced(id), quantity, amount: -worthAt(replaced, from), from, until };
}

const priced = (id: string) => ({ priceExternalId: id, productExternalId: id });
