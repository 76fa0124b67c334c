import { db } from '@/lib/db';
import { isFactType } from '../ledger/billing-fact';
import type { Mode } from '../types';
import type { Effect } from './effect';

const BATCH = 200;

/**
 * Creates one run per new fact for each effect that is on and handles it. A fact is planned only once: an effect that
 * is added or switched on later gets only the facts recorded from then on. Returns the number of facts.
 */
export async function planEffects(mode: Mode, effects: readonly Effect[]): Promise<number> {
  return db().$transaction(async (tx) => {
    const facts = await tx.$queryRaw<{ id: string; type: string }[]>`
      SELECT id, type FROM "BillingFact" WHERE mode = ${mode}::"Mode" AND "plannedAt" IS NULL
      ORDER BY "createdAt" LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`;
    if (facts.length === 0) return 0;
    const runs = facts.flatMap(({ id, type }) =>
      effects.filter((effect) => isAbout(effect, type)).map(({ name }) => ({ factId: id, effect: name })),
    );
    await tx.effectRun.createMany({ data: runs, skipDuplicates: true });
    await tx.$executeRaw`
      UPDATE "BillingFact" SET "plannedAt" = now() WHERE id = ANY(${facts.map(({ id }) => id)})`;
    return facts.length;
  });
}

function isAbout({ on, isOn }: Effect, type: string): boolean {
  return isFactType(type) && on[type] !== undefined && (isOn?.() ?? true);
}
