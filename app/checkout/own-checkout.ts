import { notFound } from 'next/navigation';
import { z } from 'zod';
import { type Confirmation, confirmCheckout } from '@/lib/billing/confirm';
import { AppError } from '@/lib/errors';

const id = z.uuid();

/** How this person's checkout stands; the not-found page for an id that is not theirs or not one at all. */
export async function ownCheckout(userId: string, asked: unknown): Promise<{ id: string; confirmation: Confirmation }> {
  const parsed = id.safeParse(asked);
  if (!parsed.success) notFound();
  try {
    return { id: parsed.data, confirmation: await confirmCheckout(userId, parsed.data) };
  } catch (error) {
    if (error instanceof AppError && error.status === 404) notFound();
    throw error;
  }
}
