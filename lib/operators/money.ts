import type { PaymentStatus } from '@/lib/billing/types';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import type { Prisma } from '@/lib/generated/prisma/client';
import { WITH_OWNER } from '@/lib/workspaces/owner';
import { after, PAGE_SIZE, type Page, readCursor, toPage } from './page';

const OF_PAYMENT = { include: { payment: { select: { externalId: true, workspace: WITH_OWNER } } } } as const;
const OF_WORKSPACE = { include: { workspace: WITH_OWNER } } as const;
const OF_CONTRACT = { include: { subscription: { include: { workspace: WITH_OWNER } } } } as const;

export type PaymentRow = Prisma.PaymentGetPayload<typeof OF_WORKSPACE>;
export type RefundRow = Prisma.RefundGetPayload<typeof OF_PAYMENT>;
export type DisputeRow = Prisma.DisputeGetPayload<typeof OF_PAYMENT>;
export type InvoiceRow = Prisma.InvoiceGetPayload<typeof OF_WORKSPACE>;
export type CaseRow = Prisma.DelinquencyCaseGetPayload<typeof OF_CONTRACT>;

const byCreation = { orderBy: [{ createdAt: 'desc' as const }, { id: 'desc' as const }], take: PAGE_SIZE + 1 };
const createdAt = (row: { readonly createdAt: Date }) => row.createdAt;

function createdAfter(cursor: string | undefined) {
  return { mode: env().payments.mode, ...after('createdAt', readCursor(cursor)) };
}

/** Payments, newest first. */
export async function listPayments(status: PaymentStatus | undefined, cursor: string | undefined) {
  const where = { ...createdAfter(cursor), ...(status === undefined ? {} : { status }) };
  return toPage(await db().payment.findMany({ where, ...byCreation, ...OF_WORKSPACE }), createdAt);
}

/** Refunds, newest first. */
export async function listRefunds(cursor: string | undefined): Promise<Page<RefundRow>> {
  return toPage(await db().refund.findMany({ where: createdAfter(cursor), ...byCreation, ...OF_PAYMENT }), createdAt);
}

/** Disputes, newest first. */
export async function listDisputes(cursor: string | undefined): Promise<Page<DisputeRow>> {
  return toPage(await db().dispute.findMany({ where: createdAfter(cursor), ...byCreation, ...OF_PAYMENT }), createdAt);
}

/** Delinquency cases, the newest first: contracts whose renewal wasn't paid. */
export async function listCases(cursor: string | undefined): Promise<Page<CaseRow>> {
  const rows = await db().delinquencyCase.findMany({
    where: { mode: env().payments.mode, ...after('openedAt', readCursor(cursor)) },
    orderBy: [{ openedAt: 'desc' }, { id: 'desc' }],
    take: PAGE_SIZE + 1,
    ...OF_CONTRACT,
  });
  return toPage(rows, ({ openedAt }) => openedAt);
}

/** Invoices that aren't paid and aren't due before `now`, the latest due date first. */
export async function listOpenInvoices(now: Date, cursor: string | undefined): Promise<Page<InvoiceRow>> {
  const rows = await db().invoice.findMany({
    where: { mode: env().payments.mode, status: 'open', dueAt: { gte: now }, ...after('dueAt', readCursor(cursor)) },
    orderBy: [{ dueAt: 'desc' }, { id: 'desc' }],
    take: PAGE_SIZE + 1,
    ...OF_WORKSPACE,
  });
  return toPage(rows, ({ dueAt }) => dueAt ?? now);
}

export type Stage = 'grace' | 'read-only' | 'recovered' | 'exhausted';

/** How far a case is, and when the next step comes; null when it is over. */
export function stageOf(
  { state, graceEndsAt, exhaustsAt }: Pick<CaseRow, 'state' | 'graceEndsAt' | 'exhaustsAt'>,
  now: Date,
): { readonly stage: Stage; readonly next: Date | null } {
  if (state !== 'open') return { stage: state, next: null };
  return now < graceEndsAt ? { stage: 'grace', next: graceEndsAt } : { stage: 'read-only', next: exhaustsAt };
}
