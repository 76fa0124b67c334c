import { db } from '@/lib/db';
import type { Operation, Prisma } from '@/lib/generated/prisma/client';
import type { ProviderDriver, Root } from './providers/contract';
import { ProviderRefused, ProviderUnavailable, ProviderUnknown } from './providers/errors';
import { sync } from './sync';

/** What came of it, or `look again`: it may have happened, and is looked up once more after a pause. */
export type Performed = Prisma.InputJsonObject | 'look again';

/** "It did not happen" is believed only after this many look-ups that found nothing, each after a pause. */
const LOOKUPS_BEFORE_REPEAT = 2;

/** Whether a look-up that found nothing was the last one needed; counts it otherwise. */
export async function lookedOften({ id, absentSeen }: Operation): Promise<boolean> {
  if (absentSeen >= LOOKUPS_BEFORE_REPEAT) return true;
  await db().operation.update({ where: { id }, data: { absentSeen: { increment: 1 } } });
  return false;
}

/** Done at the provider: the ledger follows, then the operation counts as done. */
export async function settled(operation: Operation, to: ProviderDriver, root: Root, result = {}): Promise<Performed> {
  await afterwards(() => sync(to.name, root, { cause: `operation:${operation.id}` }));
  return result;
}

/** What follows once the provider has acted. Its failure leaves the outcome open; it never means "not sent". */
export async function afterwards(step: () => Promise<unknown>): Promise<void> {
  try {
    await step();
  } catch (cause) {
    if (!(cause instanceof ProviderUnavailable || cause instanceof ProviderRefused)) throw cause;
    throw new ProviderUnknown(`done, but not all that follows: ${cause.message}`, { cause });
  }
}
