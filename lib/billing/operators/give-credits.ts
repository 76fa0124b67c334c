import { audit } from '@/lib/audit';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { lockUser, underLock } from '../lock';

/** The most credits that one entry gives: a slip of the finger stays small. */
export const MAX_GIVEN_CREDITS = 100_000;

interface GivingCredits {
  readonly userId: string;
  /** The form's own key: the same form sent twice gives once. */
  readonly key: string;
  readonly amount: number;
  readonly reason: string;
  /** `admin:<id>` or `command line`. */
  readonly actor: string;
}

/** Gives a customer credits without a payment. Raises not-found (404) for a user that doesn't exist or was deleted. */
export async function giveCredits({ userId, key, amount, reason, actor }: GivingCredits): Promise<void> {
  const { mode } = env().world;
  await underLock(async (tx) => {
    await lockUser(tx, userId);
    const user = await tx.user.findUnique({ where: { id: userId }, select: { deletedAt: true } });
    if (user === null || user.deletedAt !== null) throw appError('not-found', { target: userId });
    const data = [{ userId, mode, key, amount, reason, actor }];
    const { count } = await tx.givenCredit.createMany({ data, skipDuplicates: true });
    if (count === 1) await audit({ actor, action: 'credits.given', target: userId, detail: { amount, reason } }, tx);
  });
}
