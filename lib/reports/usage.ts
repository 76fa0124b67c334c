import { db } from '@/lib/db';
import { env } from '@/lib/env';
import type { Count } from './series';

const DAY = 86_400_000;

/** Credits this person used on each of the last `days` days, today included, by UTC day. Days without use are there with 0. */
export async function creditsUsed(userId: string, now: Date, days = 30): Promise<Count[]> {
  const today = Date.parse(`${now.toISOString().slice(0, 10)}T00:00:00Z`);
  const from = new Date(today - (days - 1) * DAY);
  const spends = await db().creditSpend.findMany({
    where: { userId, mode: env().world.mode, createdAt: { gte: from } },
    select: { amount: true, createdAt: true },
  });
  const used = new Map<string, number>();
  for (const { amount, createdAt } of spends) {
    const day = createdAt.toISOString().slice(0, 10);
    used.set(day, (used.get(day) ?? 0) + amount);
  }
  return Array.from({ length: days }, (_, index) => {
    const day = new Date(from.getTime() + index * DAY).toISOString().slice(0, 10);
    return { day, value: used.get(day) ?? 0 };
  });
}
