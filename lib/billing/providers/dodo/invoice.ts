import type { InvoiceLine, InvoiceSnapshot, KnownInvoice } from '../money-snapshots';
import { type Sale, worthAt } from './sale';
import type { SubscriptionShape } from './shapes';

interface Paid {
  readonly sale: Sale;
  /** What ran before, when a change gave the rest of it back. */
  readonly replaces: Sale | null;
  /** Minor units; negative when a change left credit. */
  readonly total: bigint;
  readonly balanceUsed: bigint;
  readonly createdAt: Date;
}

/** Dodo has no invoices: one is made of what was sold, under the id of its payment where there is one. */
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

/** The invoice of a sale that now reaches further, after a pause. */
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

/** What is owed for time, or on its way from the bank. */
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

/** An attempt that will not be collected any more: another was, or nothing is owed for it. */
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

/** Minor units of the credit that a charge below the price of a period has used. */
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

/** The rest of what was paid for before. */
function creditLine(replaced: Sale, from: Date): InvoiceLine {
  const { productId: id, quantity, until } = replaced;
  return { kind: 'proration', ...priced(id), quantity, amount: -worthAt(replaced, from), from, until };
}

const priced = (id: string) => ({ priceExternalId: id, productExternalId: id });
