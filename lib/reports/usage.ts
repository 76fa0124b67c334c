import { env } from '@/lib/env';
import { Prisma } from '@/lib/generated/prisma/client';
import { prepared } from '@/lib/prepared';
import type { Count } from './series';

const DAY = 86_400_000;

/** Credits used per UTC day over the last `days` days, including today; 0 on days without use. */
export async function creditsUsed(workspaceId: string, now: Date, days = 30): Promise<Count[]> {
  const today = Date.parse(`${now.toISOString().slice(0, 10)}T00:00:00Z`);
  const from = new Date(today - (days - 1) * DAY);
  const spends = await prepared<Count>(
    'usage',
    Prisma.sql`
      SELECT to_char("createdAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, sum(amount)::float8 AS value FROM "CreditSpend"
      WHERE "workspaceId" = ${workspaceId} AND mode = ${env().payments.mode}::"Mode" AND "createdAt" >= ${from} GROUP BY 1`,
  );
  const used = new Map(spends.map(({ day, value }) => [day, value]));
  return Array.from({ length: days }, (_, index) => {
    const day = new Date(from.getTime() + index * DAY).toISOString().slice(0, 10);
    return { day, value: used.get(day) ?? 0 };
  });
}
