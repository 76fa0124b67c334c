import { cache } from 'react';
import { type ClockRow, clockColumn, timeOf } from '@/lib/clock';
import { env } from '@/lib/env';
import { Prisma, type Subscription } from '@/lib/generated/prisma/client';
import { prepared } from '@/lib/prepared';
import { type Access, decideAccess } from '../access/decide';
import { toFacts } from '../access/facts';
import { type FactsRow, factColumns } from '../access/facts-row';
import { configuredProviders } from '../providers';
import type { Mode, Provider } from '../types';
import { awaitedInvoice } from './awaited-confirmation';
import { type PaymentDue, paymentDue } from './payment-due';
import { type PaymentView, paymentHistory } from './payments';
import { planOfRow } from './plan-view';
import { type SubscriptionView, toSubscriptionView } from './subscription-view';

export type { PaymentView } from './payments';
export type { PendingView, SubscriptionView } from './subscription-view';

export interface Overview {
  readonly workspaceId: string;
  /** The business time that it describes. */
  readonly asOf: Date;
  readonly access: Access;
  readonly subscription: SubscriptionView | null;
  /** What the customer pays themselves or owes; null when everything is charged automatically and paid. */
  readonly due: PaymentDue | null;
  /** A plan change waits until the customer confirms its charge with their bank. */
  readonly awaitsConfirmation: boolean;
  readonly lifetime: boolean;
  readonly credits: number;
  /** Providers with billing pages for this user. */
  readonly portals: readonly Provider[];
  /** A plan for several people, or several people in the workspace. */
  readonly team: boolean;
  /** Duplicate subscriptions being canceled and refunded. */
  readonly duplicates: number;
}

/** The columns of the current subscription are null when there is none. */
interface OverviewRow extends FactsRow, ClockRow {
  readonly id: string | null;
  readonly portals: readonly Provider[];
  readonly duplicates: number;
  /** A plan change may have been sent. */
  readonly changing: boolean;
}

/** Everything the account pages say about billing, payments included, from the ledger alone. */
export async function billingOverview(workspaceId: string): Promise<Overview & { readonly payments: PaymentView[] }> {
  const [overview, payments] = await Promise.all([planOverview(workspaceId), paymentHistory(workspaceId)]);
  return { ...overview, payments };
}

/** What most signed-in pages say about billing: one statement, and more only where money is open. Loaded once per request. */
export const planOverview = cache(async (workspaceId: string): Promise<Overview> => {
  const [row] = await prepared<OverviewRow>('overview', overviewOf(workspaceId, env().payments.mode));
  if (row === undefined) throw new Error('The overview answered nothing');
  const asOf = timeOf(row);
  const access = decideAccess(toFacts(row), asOf);
  const held = isHeld(row) ? row : null;
  const [due, awaited] = await Promise.all([
    held === null ? null : paymentDue(held),
    held === null || !row.changing ? null : awaitedInvoice(held),
  ]);
  const configured = configuredProviders();
  return {
    ...{ workspaceId, asOf, access },
    subscription: held === null ? null : toSubscriptionView(held),
    due,
    awaitsConfirmation: awaited !== null,
    credits: access.credits,
    portals: row.portals.filter((provider) => configured.includes(provider)),
    ...planOfRow(row, held),
    duplicates: row.duplicates,
  };
});

function isHeld(row: OverviewRow): row is OverviewRow & Subscription {
  return row.id !== null;
}

/**
 * The columns by name: a statement that was prepared with `*` fails once a migration adds a column
 * (https://www.postgresql.org/docs/current/sql-prepare.html, "cached plan must not change result type").
 */
const HELD = Prisma.raw(
  Object.values(Prisma.SubscriptionScalarFieldEnum)
    .map((field) => (field === 'isCurrent' ? 'held."holdsSlot" AS "isCurrent"' : `held."${field}"`))
    .join(', '),
);

function overviewOf(workspaceId: string, mode: Mode): Prisma.Sql {
  return Prisma.sql`
    SELECT ${HELD}, ${factColumns(workspaceId, mode)}, ${clockColumn()},
      (SELECT coalesce(json_agg(provider), '[]') FROM "Customer"
        WHERE "workspaceId" = ${workspaceId} AND mode = ${mode}::"Mode" AND "retiredAt" IS NULL) AS portals,
      (SELECT count(*)::int FROM "Subscription"
        WHERE "workspaceId" = ${workspaceId} AND mode = ${mode}::"Mode" AND "duplicateOf" IS NOT NULL AND "endedAt" IS NULL)
        AS duplicates,
      EXISTS (SELECT 1 FROM "Operation" WHERE "workspaceId" = ${workspaceId} AND mode = ${mode}::"Mode" AND kind = 'change-now'
        AND status IN ('sent', 'unknown')) AS changing
    FROM (SELECT 1) always LEFT JOIN "Subscription" held
      ON held."workspaceId" = ${workspaceId} AND held.mode = ${mode}::"Mode" AND held."holdsSlot"`;
}
