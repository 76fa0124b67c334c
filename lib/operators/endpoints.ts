import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { COUNTED } from './page';

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
        db().webhookEvent.count({
          where: { mode, provider, status: { in: ['received', 'processing', 'failed'] } },
          ...COUNTED,
        }),
        db().webhookEvent.count({ where: { mode, provider, status: 'dead' }, ...COUNTED }),
      ]);
      return { provider, lastReceivedAt: last?.lastReceivedAt ?? null, waiting, dead };
    }),
  );
}
