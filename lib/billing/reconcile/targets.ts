import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { driver } from '../providers';
import type { ListedRoot, Root } from '../providers/snapshots';
import type { Provider } from '../types';
import { inPages, PAGE } from './in-pages';

const DAY = 86_400_000;
/** Refunds and disputes come late; older payments are looked at when a refund or dispute of theirs is recent. */
const MONEY_DAYS = 35;

/** One root to compare, by the name under which a run remembers how far it came. */
export interface Candidate {
  readonly key: string;
  readonly root: Root;
}

/** Subscriptions that are looked at in a run though their list shows no change: those that were not for longest. */
const SLICE = 25;

/**
 * What may have changed, each once, in an order that stays the same while a run is interrupted: subscriptions that the
 * provider's list shows otherwise than at their last sync or that the ledger does not know, recent payments, refunds and
 * disputes, money the ledger believes to be under way, what it believes to be running and the provider does not list,
 * customers that are gone, and a slice of the subscriptions that were not looked at for longest.
 */
export async function candidates(provider: Provider, slice = SLICE): Promise<Candidate[]> {
  const from = driver(provider);
  const since = new Date((await businessNow()).getTime() - MONEY_DAYS * DAY);
  const listed = await from.listRoots(since);
  const known = await subscriptionsOf(provider);
  const digests = new Map(known.map(({ externalId, digest }) => [externalId, digest]));
  const turn = new Set(
    [...known]
      .sort((a, b) => a.syncedAt.getTime() - b.syncedAt.getTime())
      .slice(0, slice)
      .map(({ externalId }) => externalId),
  );
  const isSame = ({ kind, id, digest }: ListedRoot) =>
    kind === 'subscription' && digest !== undefined && digests.get(id) === digest && !turn.has(id);
  const same = new Set(listed.filter(isSame).map(({ id }) => id));
  const running = known.filter(
    ({ status, externalId }) => status !== 'ended' && status !== 'failed' && !same.has(externalId),
  );
  const keys = await db().licenseKey.findMany({
    where: { provider, mode: from.mode, disabled: false },
    select: { externalId: true },
  });
  const all: Root[] = [
    ...listed.filter((root) => !isSame(root)).map(({ kind, id }) => ({ kind, id })),
    ...running.map(({ externalId: id }) => ({ kind: 'subscription' as const, id })),
    ...(await unsettledMoney(provider)),
    ...(await lostCustomers(provider)).map((id) => ({ kind: 'customer' as const, id })),
    ...keys.map(({ externalId: id }) => ({ kind: 'license' as const, id })),
  ];
  const unique = new Map(all.map((root) => [`${root.kind}:${root.id}`, root]));
  return [...unique].map(([key, root]) => ({ key, root })).sort((a, b) => (a.key < b.key ? -1 : 1));
}

function subscriptionsOf(provider: Provider) {
  const { mode } = driver(provider);
  return inPages((after) =>
    db().subscription.findMany({
      where: { provider, mode, externalId: { gt: after } },
      select: { externalId: true, digest: true, syncedAt: true, status: true },
      orderBy: { externalId: 'asc' },
      take: PAGE,
    }),
  );
}

/**
 * Payments, and subscriptions with an open invoice, of which something was still under way when they were last looked at,
 * however long ago that was: the list of subscriptions does not show what became of it. States are literals: PostgreSQL
 * uses a partial index only where it sees, when it plans, that its condition holds.
 */
async function unsettledMoney(provider: Provider): Promise<Root[]> {
  const { mode } = driver(provider);
  const invoices = await db().$queryRaw<{ id: string }[]>`
    SELECT DISTINCT subscription."externalId" AS id
    FROM "Invoice" invoice JOIN "Subscription" subscription ON subscription.id = invoice."subscriptionId"
    WHERE invoice.provider = ${provider}::"Provider" AND invoice.mode = ${mode}::"Mode" AND invoice.status = 'open'`;
  const payments = await db().$queryRaw<{ id: string }[]>`
    SELECT "externalId" AS id FROM "Payment"
    WHERE provider = ${provider}::"Provider" AND mode = ${mode}::"Mode" AND status = 'processing'
    UNION SELECT payment."externalId" FROM "Refund" refund JOIN "Payment" payment ON payment.id = refund."paymentId"
    WHERE refund.provider = ${provider}::"Provider" AND refund.mode = ${mode}::"Mode" AND refund.status = 'pending'
    UNION SELECT payment."externalId" FROM "Dispute" dispute JOIN "Payment" payment ON payment.id = dispute."paymentId"
    WHERE dispute.provider = ${provider}::"Provider" AND dispute.mode = ${mode}::"Mode"
      AND dispute.status IN ('inquiry', 'open')`;
  return [
    ...invoices.map(({ id }) => ({ kind: 'subscription' as const, id })),
    ...payments.map(({ id }) => ({ kind: 'payment' as const, id })),
  ];
}

/** Customers we would send to the provider's pages and that it does not list any more. A list costs one call a hundred. */
async function lostCustomers(provider: Provider): Promise<string[]> {
  const from = driver(provider);
  const current = await inPages((after) =>
    db().customer.findMany({
      where: { provider, mode: from.mode, retiredAt: null, externalId: { gt: after } },
      select: { externalId: true },
      orderBy: { externalId: 'asc' },
      take: PAGE,
    }),
  );
  const listed = new Set(await from.listCustomers());
  return current.map(({ externalId }) => externalId).filter((id) => !listed.has(id));
}
