import { businessNow } from '@/lib/clock';
import { log } from '@/lib/log';
import { driver } from '../providers';
import type { Provider } from '../types';
import { isStored, store } from '../webhooks/inbox';
import { processTarget } from '../webhooks/process-target';

const DAYS = 30;
const DAY = 86_400_000;

interface Options {
  readonly dryRun: boolean;
  /** Throws when the run's time is over. */
  readonly checkTime: () => void;
}

/**
 * Stores what the provider couldn't deliver in the last 30 days (Stripe keeps events no longer) and processes it like
 * any webhook. Skips events that arrived after all, were stored by an earlier run, or don't concern us. Dodo has no
 * list of events. Returns how many were new; a dry run stores none.
 */
export async function takeUndelivered(provider: Provider, { dryRun, checkTime }: Options): Promise<number> {
  const from = driver(provider);
  const { mode } = from;
  let missing = 0;
  for await (const event of from.undelivered(new Date((await businessNow()).getTime() - DAYS * DAY))) {
    checkTime();
    if (event.target === null || (await isStored(from, event))) continue;
    missing += 1;
    if (dryRun) continue;
    await store(from, event);
    await processTarget({ provider, mode, ...event.target });
  }
  if (missing > 0) log().warn({ provider, missing, dryRun }, 'undelivered events');
  return missing;
}
