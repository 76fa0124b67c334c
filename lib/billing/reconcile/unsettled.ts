import { db } from '@/lib/db';
import { Prisma } from '@/lib/generated/prisma/client';
import type { List } from '../providers/pages';
import type { SyncTarget, SyncTargetKind } from '../providers/snapshots';
import type { Mode, Provider } from '../types';

/** Targets per page. */
const PAGE = 100;
/**
 * License keys for each subscription of the slice, because no event says that one was disabled, enabled, or extended
 * (docs.dodopayments.com/features/license-keys). With the usual slice, they fit on the first page.
 */
const LICENSES = 4;

interface Scope {
  readonly provider: Provider;
  readonly mode: Mode;
  /** How many subscriptions are checked though nothing seems to have changed; of license keys, four times as many. */
  readonly slice: number;
}

/**
 * What the ledger itself says should be checked, however old: payments, refunds, disputes, and invoices that were still
 * in progress at the last sync; and a slice of the subscriptions and license keys not synced for the longest time.
 */
export function unsettled(scope: Scope): List<SyncTarget> {
  return async (after) => {
    const [kind = '', id = ''] = (after ?? '').split(' ');
    const rows = await db().$queryRaw<{ kind: SyncTargetKind; id: string }[]>`
      SELECT DISTINCT kind, id FROM (${sources(scope)}) target
      WHERE (kind, id) > (${kind}, ${id}) ORDER BY kind, id LIMIT ${PAGE}`;
    const last = rows.at(-1);
    return { items: rows, next: last === undefined || rows.length < PAGE ? null : `${last.kind} ${last.id}` };
  };
}

/** States are literals: PostgreSQL uses a partial index only if the planner can see that its condition holds. */
function sources({ provider, mode, slice }: Scope): Prisma.Sql {
  const at = (table: string) =>
    Prisma.sql`${Prisma.raw(table)}.provider = ${provider}::"Provider" AND ${Prisma.raw(table)}.mode = ${mode}::"Mode"`;
  return Prisma.sql`
    SELECT 'subscription' AS kind, subscription."externalId" AS id
    FROM "Invoice" invoice JOIN "Subscription" subscription ON subscription.id = invoice."subscriptionId"
    WHERE ${at('invoice')} AND invoice.status = 'open'
    UNION ALL (
      SELECT 'subscription', subscription."externalId" FROM "Subscription" subscription
      WHERE ${at('subscription')} ORDER BY subscription."syncedAt" LIMIT ${slice})
    UNION ALL SELECT 'payment', payment."externalId" FROM "Payment" payment
    WHERE ${at('payment')} AND payment.status = 'processing'
    UNION ALL SELECT 'payment', payment."externalId"
    FROM "Refund" refund JOIN "Payment" payment ON payment.id = refund."paymentId"
    WHERE ${at('refund')} AND refund.status = 'pending'
    UNION ALL SELECT 'payment', payment."externalId"
    FROM "Dispute" dispute JOIN "Payment" payment ON payment.id = dispute."paymentId"
    WHERE ${at('dispute')} AND dispute.status IN ('inquiry', 'open')
    UNION ALL (
      SELECT 'license', license."externalId" FROM "LicenseKey" license
      WHERE ${at('license')} ORDER BY license."syncedAt" LIMIT ${LICENSES * slice})`;
}
