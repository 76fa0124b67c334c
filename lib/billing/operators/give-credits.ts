import { audit } from '@/lib/audit';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { lockWorkspace, underLock } from '../lock';

/** Maximum credits per entry, so a typo can't do much harm. */
export const MAX_GIVEN_CREDITS = 100_000;

interface GivingCredits {
  readonly workspaceId: string;
  /** The form's own key: submitting the same form twice gives credits once. */
  readonly key: string;
  readonly amount: number;
  readonly reason: string;
  /** `admin:<id>` or `command line`. */
  readonly actor: string;
}

/** Gives a customer credits without a payment. Throws not-found (404) for a user that doesn't exist or was deleted. */
export async function giveCredits({ workspaceId, key, amount, reason, actor }: GivingCredits): Promise<void> {
  const { mode } = env().payments;
  await underLock(async (tx) => {
    await lockWorkspace(tx, workspaceId);
    const workspace = await tx.workspace.findUnique({ where: { id: workspaceId }, select: { deletedAt: true } });
    if (workspace === null || workspace.deletedAt !== null) throw appError('not-found', { target: workspaceId });
    const data = [{ workspaceId, mode, key, amount, reason, actor }];
    const { count } = await tx.givenCredit.createMany({ data, skipDuplicates: true });
    if (count === 1)
      await audit({ actor, action: 'credits.given', target: workspaceId, detail: { amount, reason } }, tx);
  });
}
