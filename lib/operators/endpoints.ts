import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { Prisma } from '@/lib/generated/prisma/client';
import { countUpTo } from './page';

export interface EndpointRow {
  readonly provider: string;
  readonly lastReceivedAt: Date | null;
  /** Up to `COUNT_LIMIT`, and one more if there are more; `dead`, too. */
  readonly waiting: number;
  readonly dead: number;
}

/** When each provider was last heard of, and what of its webhooks isn't done. */
export async function listEndpoints(): Promise<EndpointRow[]> {
  const { mode } = env().payments;
  return Promise.all(
    (['stripe', 'dodo'] as const).map(async (provider) => {
      const [last, waiting, dead] = await Promise.all([
        db().webhookEvent.findFirst({
          where: { mode, provider },
          orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }],
          select: { lastReceivedAt: true },
        }),
        countUpTo(Prisma.sql`SELECT 1 FROM "WebhookEvent" WHERE mode = ${mode}::"Mode"
          AND provider = ${provider}::"Provider" AND status IN ('received', 'processing', 'failed')`),
        countUpTo(Prisma.sql`SELECT 1 FROM "WebhookEvent" WHERE mode = ${mode}::"Mode"
          AND provider = ${provider}::"Provider" AND status = 'dead'`),
      ]);
      return { provider, lastReceivedAt: last?.lastReceivedAt ?? null, waiting, dead };
    }),
  );
}
