import { audit } from '@/lib/audit';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { lockUser, underLock } from '../lock';

/** Maximum credits per entry, so a typo can't do much harm. */
export const MAX_GIVEN_CREDITS = 100_000;

interface GivingCredits {
  readonly userId: string;
  /** The form's own key: submitting the same form twice gives credits once. */
  readonly key: string;
  readonly amount: number;
  readonly reason: string;
  /** `admin:<id>` or `command line`. */
  readonly actor: string;
}

/** Gives a customer credits without a payment. Throws not-found (404) for a user that doesn't exist or was deleted. */
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
