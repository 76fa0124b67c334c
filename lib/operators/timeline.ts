import { formatMoney } from '@/lib/billing/money';
import { db } from '@/lib/db';
import type { Payment } from '@/lib/generated/prisma/client';
import { actorName } from '@/lib/workspaces/actor';
import { actorsOfChanges, causeText } from './change-cause';
import { changeText, skusInChanges } from './change-text';
import { alertsNaming } from './customer-alerts';
import { emailsAbout, type Owned, ownedBy } from './owned';

/** One thing that happened to a customer. `detail` is what was stored about it. */
export interface TimelineEntry {
  readonly id: string;
  readonly at: Date;
  readonly kind:
    | 'event'
    | 'change'
    | 'operation'
    | 'payment'
    | 'refund'
    | 'dispute'
    | 'email'
    | 'alert'
    | 'audit'
    | 'credits'
    | 'gift';
  /** One line. */
  readonly text: string;
  readonly detail: unknown;
}

export interface Timeline {
  readonly entries: readonly TimelineEntry[];
  /** Time that the next page ends before; null on the last page. */
  readonly next: Date | null;
}

/** Entries of a page. */
const SIZE = 60;

/**
 * A customer's history, newest first: what the providers announced, what each sync changed, what was asked of providers,
 * money, emails, alerts, and the audit log. Each source is read only as far as the page needs.
 */
export async function timelineOf(workspaceId: string, before: Date | null): Promise<Timeline> {
  const owned = await ownedBy(workspaceId);
  const sources = [events, changes, operations, payments, refunds, disputes, emails, credits, gifts, alerts, audits];
  const found = await Promise.all(sources.map((source) => source(owned, before)));
  const all = found.flat().sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
  const cut = all.at(SIZE - 1)?.at;
  if (cut === undefined) return { entries: all, next: null };
  // Whole milliseconds, because the next page begins strictly before this time.
  const entries = all.filter(({ at }) => at >= cut);
  return { entries, next: all.length > entries.length ? cut : null };
}

type Source = (owned: Owned, before: Date | null) => Promise<TimelineEntry[]>;

const range = (before: Date | null) => (before === null ? {} : { lt: before });
const newest = { take: SIZE + 1 } as const;

/** What was ignored changed nothing and would drown the rest; the list of events has it. */
const events: Source = async ({ events: own, mode }, before) => {
  const rows = await db().webhookEvent.findMany({
    where: { mode, OR: own, status: { not: 'ignored' }, receivedAt: range(before) },
    orderBy: { receivedAt: 'desc' },
    omit: { payload: true },
    ...newest,
  });
  return rows.map((row) => {
    const why = row.error ?? row.reason;
    const text = `${row.provider} ${row.type}: ${row.status}${why === null ? '' : ` (${why})`}`;
    return { id: row.id, at: row.receivedAt, kind: 'event', text, detail: row };
  });
};

const changes: Source = async ({ subscriptions }, before) => {
  const rows = await db().subscriptionTransition.findMany({
    where: { subscriptionId: { in: [...subscriptions] }, at: range(before) },
    orderBy: { at: 'desc' },
    include: { subscription: { select: { provider: true, mode: true, currency: true } } },
    ...newest,
  });
  const [skus, actors] = await Promise.all([skusInChanges(rows), actorsOfChanges(rows)]);
  return rows.map((row) => {
    const { id, at, cause, diff } = row;
    const text = `${changeText(row, skus)} (${causeText(cause, row.subscription.provider, actors)})`;
    return { id, at, kind: 'change', text, detail: { cause, diff } };
  });
};

const operations: Source = async ({ workspaceId, mode }, before) => {
  const rows = await db().operation.findMany({
    where: { workspaceId, mode, createdAt: range(before) },
    orderBy: { createdAt: 'desc' },
    ...newest,
  });
  return rows.map((row) => {
    const failed = row.error === null ? '' : `: ${row.error}`;
    return {
      id: row.id,
      at: row.createdAt,
      kind: 'operation',
      text: `${row.kind} ${row.status}${failed}`,
      detail: row,
    };
  });
};

const payments: Source = async ({ workspaceId, mode }, before) => {
  const rows = await db().payment.findMany({
    where: { workspaceId, mode, createdAt: range(before) },
    orderBy: { createdAt: 'desc' },
    ...newest,
  });
  return rows.map((row) => {
    const failed = row.failureMessage === null ? '' : `: ${row.failureMessage}`;
    const text = `${moneyOf(row)} ${row.sku ?? row.description ?? ''} ${row.status}${failed}`;
    return { id: row.id, at: row.createdAt, kind: 'payment', text, detail: row };
  });
};

const refunds: Source = async ({ payments: ids }, before) => {
  const rows = await db().refund.findMany({
    where: { paymentId: { in: [...ids] }, createdAt: range(before) },
    orderBy: { createdAt: 'desc' },
    ...newest,
  });
  return rows.map((row) => ({
    ...{ id: row.id, at: row.createdAt, kind: 'refund', detail: row },
    text: `${moneyOf(row)} ${row.status}${row.reason === null ? '' : ` (${row.reason})`}`,
  }));
};

const disputes: Source = async ({ payments: ids }, before) => {
  const rows = await db().dispute.findMany({
    where: { paymentId: { in: [...ids] }, createdAt: range(before) },
    orderBy: { createdAt: 'desc' },
    ...newest,
  });
  return rows.map((row) => ({
    ...{ id: row.id, at: row.createdAt, kind: 'dispute', detail: row },
    text: `${moneyOf(row)} ${row.status}${row.reason === null ? '' : ` (${row.reason})`}`,
  }));
};

const emails: Source = async ({ workspaceId, people }, before) => {
  const rows = await db().email.findMany({
    where: { ...emailsAbout(workspaceId, people), createdAt: range(before) },
    orderBy: { createdAt: 'desc' },
    omit: { leaseToken: true, leaseUntil: true },
    ...newest,
  });
  return rows.map((row) => ({
    ...{ id: row.id, at: row.createdAt, kind: 'email', detail: row },
    text: `${row.kind} ${row.status}${row.error === null ? '' : `: ${row.error}`}`,
  }));
};

const credits: Source = async ({ workspaceId, mode }, before) => {
  const where = { workspaceId, mode, createdAt: range(before) };
  const rows = await db().givenCredit.findMany({ where, orderBy: { createdAt: 'desc' }, ...newest });
  return rows.map((row) => ({
    ...{ id: row.id, at: row.createdAt, kind: 'credits', detail: row },
    text: `${row.amount} credits granted: ${row.reason}`,
  }));
};

const gifts: Source = async ({ workspaceId, mode }, before) => {
  const where = { workspaceId, mode, createdAt: range(before) };
  const rows = await db().givenAccess.findMany({ where, orderBy: { createdAt: 'desc' }, ...newest });
  return rows.map((row) => ({
    ...{ id: row.id, at: row.createdAt, kind: 'gift', detail: row },
    text: `${row.plan} given until ${row.until.toISOString().slice(0, 10)}: ${row.reason}`,
  }));
};

const alerts: Source = async ({ names }, before) => {
  const rows = await alertsNaming(names, { before, take: SIZE + 1 });
  return rows.map(({ id, createdAt, kind, detail, closedAt }) => {
    const text = `${kind} (${closedAt === null ? 'open' : 'closed'})`;
    return { id, at: createdAt, kind: 'alert', text, detail };
  });
};

const audits: Source = async ({ people, names }, before) => {
  const actors = people.map((userId) => actorName({ userId }));
  const rows = await db().auditLog.findMany({
    where: {
      // What members did to themselves, such as signing in, but not in their other workspaces.
      OR: [{ target: { in: [...names] } }, { actor: { in: actors }, target: { in: [...people] } }],
      at: range(before),
    },
    orderBy: { at: 'desc' },
    ...newest,
  });
  return rows.map(({ id, at, actor, action, target, detail }) => ({
    ...{ id, at, kind: 'audit', detail: { target, detail } },
    text: `${action} by ${actor}`,
  }));
};

function moneyOf({ amount, currency, provider }: Pick<Payment, 'amount' | 'currency' | 'provider'>): string {
  return formatMoney(amount, currency, 'en-US', { provider });
}
