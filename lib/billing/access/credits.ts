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
    // What an allowance covers is written down as a spend of none.
    const covered = await tx.creditSpend.count({ where: { workspaceId, mode, amount: 0, createdAt: { gte: since } } });
    if (covered < included) {
      await tx.creditSpend.create({ data: { ...row, amount: 0 } });
      return credits;
    }
    if (credits < amount) throw appError('billing/not-enough-credits');
    await tx.creditSpend.create({ data: { ...row, amount } });
    return credits - amount;
  });
}
