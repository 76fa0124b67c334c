import { notFound } from 'next/navigation';
import { z } from 'zod';
import { requesterOf, type SignedIn } from '@/lib/auth';
import { type Confirmation, confirmCheckout } from '@/lib/billing/checkout/confirm';
import { recordDenial } from '@/lib/denials';
import { AppError } from '@/lib/errors';

const id = z.uuid();

/** A user's own checkout with its state; shows the not-found page for an invalid id or another user's. */
export async function getCheckout(
  user: SignedIn,
  requested: unknown,
): Promise<{ id: string; confirmation: Confirmation }> {
  const parsed = id.safeParse(requested);
  if (!parsed.success) notFound();
  try {
    return {
      id: parsed.data,
      confirmation: await confirmCheckout(user.workspaceId, parsed.data, { ledgerOnly: user.viewedBy !== undefined }),
    };
  } catch (error) {
    if (!(error instanceof AppError) || error.status !== 404) throw error;
    await recordDenial({
      by: { userId: requesterOf(user) },
      action: 'access.denied',
      target: parsed.data,
      reason: error.code,
    });
    notFound();
  }
}
