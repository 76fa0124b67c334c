import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { loadFacts } from './facts';
import { lockUser } from './ticket';

/**
 * Spends credits once for each key: the same request sent twice spends once. Checked against the balance under the
 * user's lock. Returns what is left. Raises billing/not-enough-credits (402).
 */
export async function spendCredits(userId: string, key: string, amount: number, purpose: string): Promise<number> {
  const { mode } = env().world;
  return db().$transaction(async (tx) => {
    await lockUser(tx, userId);
    const { credits } = await loadFacts(userId, tx);
    const spent = await tx.creditSpend.findUnique({ where: { userId_key: { userId, key } }, select: { id: true } });
    if (spent !== null) return credits;
    if (credits < amount) throw appError('billing/not-enough-credits');
    await tx.creditSpend.create({ data: { userId, mode, key, amount, purpose } });
    return credits - amount;
  });
}
