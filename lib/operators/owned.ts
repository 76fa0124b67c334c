import type { SyncTargetKind } from '@/lib/billing/providers/snapshots';
import type { Mode } from '@/lib/billing/types';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import type { Prisma } from '@/lib/generated/prisma/client';

/** What belongs to a customer, by our ids and the providers'. */
export interface Owned {
  readonly workspaceId: string;
  /** The members, by their user ids. */
  readonly people: readonly string[];
  readonly mode: Mode;
  /** Conditions that find the customer's webhooks, each through an index: by what they are about, and by whom they name. */
  readonly events: Prisma.WebhookEventWhereInput[];
  readonly subscriptions: readonly string[];
  readonly payments: readonly string[];
  /** Every id of the customer, for alerts and the audit log. */
  readonly names: readonly string[];
}

/**
 * Finds the emails about a workspace, by the people in it. Those without a workspace only concern a person, or are from before
 * there were workspaces: they belong to the one with the person's id.
 */
export function emailsAbout(workspaceId: string, people: readonly string[]): Prisma.EmailWhereInput {
  const about = [{ workspaceId }, { workspaceId: null, userId: workspaceId }];
  return { userId: { in: [...new Set([workspaceId, ...people])] }, OR: about };
}

/** Payments to look at; a customer with more has years of them, and the newest matter. */
const PAYMENTS = 500;

/** Loads the ids of everything that belongs to a workspace. */
export async function ownedBy(workspaceId: string): Promise<Owned> {
  const { mode } = env().payments;
  const where = { workspaceId, mode };
  const select = { id: true, provider: true, externalId: true } as const;
  const [members, customers, subscriptions, payments, licenses] = await Promise.all([
    db().member.findMany({ where: { workspaceId }, select: { userId: true } }),
    db().customer.findMany({ where, select }),
    db().subscription.findMany({ where, select }),
    db().payment.findMany({ where, select, orderBy: { createdAt: 'desc' }, take: PAYMENTS }),
    db().licenseKey.findMany({ where, select }),
  ]);
  const toTargets = (targetKind: SyncTargetKind, rows: typeof payments) =>
    (['stripe', 'dodo'] as const).flatMap((provider) => {
      const ids = rows.filter((row) => row.provider === provider).map(({ externalId }) => externalId);
      return ids.length === 0 ? [] : [{ provider, mode, targetKind, targetId: { in: ids } }];
    });
  const all = [...customers, ...subscriptions, ...payments, ...licenses];
  return {
    ...{ workspaceId, mode, people: members.map(({ userId }) => userId) },
    events: [
      { workspaceId },
      { customerExternalId: { in: customers.map(({ externalId }) => externalId) } },
      ...toTargets('customer', customers),
      ...toTargets('subscription', subscriptions),
      ...toTargets('payment', payments),
      ...toTargets('license', licenses),
    ],
    subscriptions: subscriptions.map(({ id }) => id),
    payments: payments.map(({ id }) => id),
    names: [workspaceId, ...all.flatMap(({ id, externalId }) => [id, externalId])],
  };
}
