import { Prisma } from '@/lib/generated/prisma/client';
import type { DisputeStatus, EndReason, Mode, PaymentStatus, RefundStatus, SubscriptionStatus } from '../types';

/** What `factColumns` selects: JSON made by PostgreSQL, with times and money as text. */
export interface FactsRow {
  readonly subscriptions: readonly SubscriptionJson[];
  readonly grants: readonly GrantJson[];
  /** Time of a plan that operators gave. */
  readonly gifts: readonly GiftJson[];
  /** Credits spent, ever. */
  readonly spent: number;
  /** Credits that an operator gave, without a purchase. */
  readonly given: number;
  /** People in the workspace. */
  readonly members: number;
  /** Keys of the refunds that are under way. */
  readonly refunding: readonly string[];
}

export interface SubscriptionJson {
  readonly sku: string | null;
  readonly quantity: number;
  readonly status: SubscriptionStatus;
  readonly trialEnd: string | null;
  readonly cancelAt: string | null;
  readonly endReason: EndReason | null;
  readonly pastDueSince: string | null;
  readonly givenUntil: string | null;
  readonly coverage: unknown;
}

export interface GiftJson {
  readonly plan: string;
  readonly from: string;
  readonly until: string;
}

export interface GrantJson {
  readonly sku: string;
  readonly quantity: number;
  readonly revoked: number;
  readonly paymentId: string;
  readonly payment: { readonly status: PaymentStatus; readonly amount: string; readonly credited: string };
  readonly refunds: readonly { readonly status: RefundStatus; readonly amount: string }[];
  readonly disputes: readonly { readonly status: DisputeStatus }[];
}

/**
 * Everything access is decided from, as columns of one row: for rows of this mode only, and without duplicate
 * subscriptions, which open nothing. A payment is a subquery of its grant, because PostgreSQL may read the whole table for a
 * join.
 */
export function factColumns(workspaceId: string, mode: Mode): Prisma.Sql {
  return Prisma.sql`
    (SELECT coalesce(json_agg(json_build_object('sku', sku, 'quantity', quantity, 'status', status,
        'trialEnd', "trialEnd", 'cancelAt', "cancelAt", 'endReason', "endReason", 'pastDueSince', "pastDueSince",
        'givenUntil', "givenUntil", 'coverage', coverage)), '[]')
      FROM "Subscription" WHERE "workspaceId" = ${workspaceId} AND mode = ${mode}::"Mode" AND "duplicateOf" IS NULL)
      AS subscriptions,
    (SELECT coalesce(json_agg(json_build_object('sku', given.sku, 'quantity', given.quantity, 'revoked', given.revoked,
        'paymentId', given."paymentId",
        'payment', (SELECT json_build_object('status', status, 'amount', amount::text, 'credited', credited::text)
          FROM "Payment" WHERE id = given."paymentId"),
        'refunds', (SELECT coalesce(json_agg(json_build_object('status', status, 'amount', amount::text)), '[]')
          FROM "Refund" WHERE "paymentId" = given."paymentId"),
        'disputes', (SELECT coalesce(json_agg(json_build_object('status', status)), '[]')
          FROM "Dispute" WHERE "paymentId" = given."paymentId"))), '[]')
      FROM "Grant" given WHERE given."workspaceId" = ${workspaceId} AND given.mode = ${mode}::"Mode") AS grants,
    (SELECT coalesce(json_agg(json_build_object('plan', plan, 'from', "from", 'until', until)), '[]')
      FROM "GivenAccess" WHERE "workspaceId" = ${workspaceId} AND mode = ${mode}::"Mode" AND "endedAt" IS NULL) AS gifts,
    coalesce((SELECT amount::float8 FROM "SpentCredits" WHERE "workspaceId" = ${workspaceId} AND mode = ${mode}::"Mode"),
      (SELECT coalesce(sum(amount), 0)::float8 FROM "CreditSpend"
        WHERE "workspaceId" = ${workspaceId} AND mode = ${mode}::"Mode")) AS spent,
    (SELECT coalesce(sum(amount), 0)::float8 FROM "GivenCredit" WHERE "workspaceId" = ${workspaceId} AND mode = ${mode}::"Mode")
      AS given,
    (SELECT count(*)::int FROM "Member" WHERE "workspaceId" = ${workspaceId}) AS members,
    (SELECT coalesce(json_agg(key), '[]') FROM "Operation"
      WHERE "workspaceId" = ${workspaceId} AND mode = ${mode}::"Mode" AND kind = 'refund' AND status IN ('planned', 'sent', 'unknown'))
      AS refunding`;
}
