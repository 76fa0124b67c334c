import type { Tx } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { lockWorkspace, underLock } from '../lock';
import { loadFacts } from './facts';

/** What a plan includes in addition to credits: this many uses since then. Business time. */
export interface Allowance {
  readonly included: number;
  readonly since: Date;
  readonly now: Date | null;
}
const NO_ALLOWANCE: Allowance = { included: 0, since: new Date(0), now: null };

/**
 * Spends credits once for each key: the same request sent twice spends once. Checked against the balance under the
 * user's lock. Returns what is left. Raises billing/not-enough-credits (402).
 */
export async function spendCredits(
  workspaceId: string,
  key: string,
  amount: number,
  purpose: string,
  { included, since, now }: Allowance = NO_ALLOWANCE,
): Promise<number> {
  const { mode } = env().payments;
  return underLock(async (tx) => {
    await lockWorkspace(tx, workspaceId);
    const { credits } = await loadFacts(workspaceId, tx);
    const spent = await tx.creditSpend.findUnique({
      where: { workspaceId_key: { workspaceId, key } },
      select: { id: true },
    });
    if (spent !== null) return credits;
    const row = { workspaceId, mode, key, purpose, ...(now === null ? {} : { createdAt: now }) };
    if (await isLeft(tx, workspaceId, { included, since })) {
      await tx.creditSpend.create({ data: { ...row, amount: 0 } });
      return credits;
    }
    if (credits < amount) throw appError('billing/not-enough-credits');
    await tx.creditSpend.create({ data: { ...row, amount } });
    return credits - amount;
  });
}

/** An allowance may be endless, which PostgreSQL's LIMIT can't be. */
const MOST_ROWS = 1_000_000_000;

/**
 * Whether the allowance covers another use: what it covers is written down as a spend of none. These come first in their
 * period, so no more rows are read than it includes.
 */
async function isLeft(tx: Tx, workspaceId: string, { included, since }: Pick<Allowance, 'included' | 'since'>) {
  if (included <= 0) return false;
  const [row] = await tx.$queryRaw<{ covered: number }[]>`
    SELECT count(*)::int AS covered FROM (
      SELECT 1 FROM "CreditSpend"
      WHERE "workspaceId" = ${workspaceId} AND mode = ${env().payments.mode}::"Mode" AND amount = 0 AND "createdAt" >= ${since}
      ORDER BY "createdAt" LIMIT ${Math.min(included, MOST_ROWS)}) used`;
  return (row?.covered ?? 0) < included;
}
