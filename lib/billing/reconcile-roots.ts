import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { driver } from './providers';
import type { Root } from './providers/contract';
import type { Provider } from './types';

const DAY = 86_400_000;
/** Refunds and disputes come late; older payments are looked at when a refund or dispute of theirs is recent. */
const MONEY_DAYS = 35;

/** One root to compare, by the name under which a run remembers how far it came. */
export interface Candidate {
  readonly key: string;
  readonly root: Root;
}

/**
 * What the provider has (every subscription in every state; recent payments, refunds and disputes) and what the ledger
 * believes to be running or overdue, each once, in an order that stays the same while a run is interrupted.
 */
export async function candidates(provider: Provider): Promise<Candidate[]> {
  const from = driver(provider);
  const since = new Date((await businessNow()).getTime() - MONEY_DAYS * DAY);
  const [remote, local, keys] = await Promise.all([
    from.listRoots(since),
    db().subscription.findMany({
      where: { provider, mode: from.mode, status: { notIn: ['ended', 'failed'] } },
      select: { externalId: true },
    }),
    db().licenseKey.findMany({
      where: { provider, mode: from.mode, disabled: false },
      select: { externalId: true },
    }),
  ]);
  const all: Root[] = [
    ...remote,
    ...local.map(({ externalId: id }) => ({ kind: 'subscription' as const, id })),
    ...keys.map(({ externalId: id }) => ({ kind: 'license' as const, id })),
  ];
  const unique = new Map(all.map((root) => [`${root.kind}:${root.id}`, root]));
  return [...unique].map(([key, root]) => ({ key, root })).sort((a, b) => (a.key < b.key ? -1 : 1));
}
