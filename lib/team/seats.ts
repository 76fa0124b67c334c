import { z } from 'zod';
import { decideAccess } from '@/lib/billing/access/decide';
import { loadFacts } from '@/lib/billing/access/facts';
import { mostSeatsOf } from '@/lib/billing/catalog/plans';
import { businessNowIn } from '@/lib/clock';
import { db, type Tx } from '@/lib/db';
import { env } from '@/lib/env';

export interface Seats {
  /** How many people the workspace may have: those it has paid for, or fewer once a planned change takes effect. */
  readonly paid: number;
  readonly members: number;
  /** Invitations that were sent and can still be accepted; each holds a seat. */
  readonly invited: number;
  /** Invitations that wait for a seat. */
  readonly held: number;
  /** How many seats the current plan sells at most; 1 for a plan for one person, and without a subscription. */
  readonly most: number;
}

/** The seats of a workspace and who takes them; under its lock, in its transaction, nothing else changes them. */
export async function loadSeats(workspaceId: string, tx: Tx = db()): Promise<Seats> {
  const { mode } = env().payments;
  const open = { workspaceId, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } };
  const [facts, now, members, invited, held, contract] = [
    await loadFacts(workspaceId, tx),
    await businessNowIn(tx),
    await tx.member.count({ where: { workspaceId } }),
    await tx.invitation.count({ where: { ...open, held: false } }),
    await tx.invitation.count({ where: { ...open, held: true } }),
    await tx.subscription.findFirst({
      where: { workspaceId, mode, isCurrent: true },
      select: { sku: true, pendingQuantity: true },
    }),
  ];
  const { level, seats } = decideAccess(facts, now);
  const paid = level === 'none' ? 1 : Math.max(1, seats);
  return {
    ...{ members, invited, held },
    paid: Math.min(paid, contract?.pendingQuantity ?? paid),
    most: mostSeatsOf(contract?.sku ?? null),
  };
}

/**
 * The seats, without those that a change under way gives up: what an invitation may take. Under the workspace's lock, in its
 * transaction.
 */
export async function seatsToGive(workspaceId: string, tx: Tx): Promise<Seats> {
  const seats = await loadSeats(workspaceId, tx);
  const under = await tx.operation.findFirst({
    where: { workspaceId, kind: 'change-at-period-end', status: { in: ['planned', 'sent', 'unknown'] } },
    select: { params: true },
  });
  const { data } = changed.safeParse(under?.params);
  return { ...seats, paid: Math.min(seats.paid, data?.quantity ?? seats.paid) };
}

const changed = z.object({ quantity: z.int() });

/** Seats that are free; none while more are taken than paid for. */
export function freeSeats({ paid, members, invited }: Seats): number {
  return Math.max(0, paid - members - invited);
}

/** Whether there is anything to show about members: a plan for several people, or people who are there already. */
export function hasTeam({ most, members, invited, held }: Seats): boolean {
  return most > 1 || members > 1 || invited + held > 0;
}
