import type { Provider } from '@/lib/billing/types';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { Prisma } from '@/lib/generated/prisma/client';
import { COUNT_LIMIT } from './page';

/** At least this many; `more` says that counting stopped at a limit. */
export interface AtLeast {
  readonly count: number;
  readonly more: boolean;
}

export interface EndpointRow {
  readonly provider: Provider;
  readonly lastReceivedAt: Date | null;
  readonly waiting: AtLeast;
  readonly dead: AtLeast;
}

const PROVIDERS = ['stripe', 'dodo'] as const;

/** When each provider was last heard of, and what of its webhooks isn't done. */
export async function listEndpoints(): Promise<EndpointRow[]> {
  const [last, waiting, dead] = await Promise.all([
    Promise.all(PROVIDERS.map(lastReceived)),
    countByProvider(Prisma.sql`status IN ('received', 'processing', 'failed')`),
    countByProvider(Prisma.sql`status = 'dead'`),
  ]);
  return PROVIDERS.map((provider, index) => ({
    ...{ provider, lastReceivedAt: last[index] ?? null },
    ...{ waiting: waiting(provider), dead: dead(provider) },
  }));
}

async function lastReceived(provider: Provider): Promise<Date | null> {
  const newest = await db().webhookEvent.findFirst({
    where: { mode: env().payments.mode, provider },
    orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }],
    select: { lastReceivedAt: true },
  });
  return newest?.lastReceivedAt ?? null;
}

/** Counted together, up to the limit: one provider's events can't be skipped to find the other's. */
async function countByProvider(state: Prisma.Sql): Promise<(provider: Provider) => AtLeast> {
  const { mode } = env().payments;
  const rows = await db().$queryRaw<{ provider: string; count: number }[]>`
    SELECT provider::text AS provider, count(*)::int AS count FROM (
      SELECT provider FROM "WebhookEvent" WHERE mode = ${mode}::"Mode" AND ${state} LIMIT ${COUNT_LIMIT + 1}) AS counted
    GROUP BY provider`;
  const more = rows.reduce((sum, { count }) => sum + count, 0) > COUNT_LIMIT;
  return (provider) => ({ count: rows.find((row) => row.provider === provider)?.count ?? 0, more });
}
