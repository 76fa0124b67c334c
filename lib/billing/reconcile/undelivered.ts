import { businessNow } from '@/lib/clock';
import { log } from '@/lib/log';
import { driver } from '../providers';
import type { Provider } from '../types';
import { isStored, store } from '../webhooks/inbox';
import { settle } from '../webhooks/process';

const DAYS = 30;
const DAY = 86_400_000;

interface Options {
  readonly dryRun: boolean;
  /** Raises when the time of the run is over. */
  readonly checkTime: () => void;
}

/**
 * Takes in what the provider could not deliver in the last 30 days (Stripe keeps its events no longer) and settles it
 * like any webhook. Events that came after all, or were taken in by an earlier run, are left alone, and so are those
 * that are about nothing of ours. Dodo has no list of events. Returns how many were new; a dry run takes in none.
 */
export async function takeUndelivered(provider: Provider, { dryRun, checkTime }: Options): Promise<number> {
  const from = driver(provider);
  const { mode } = from;
  let missing = 0;
  for await (const event of from.undelivered(new Date((await businessNow()).getTime() - DAYS * DAY))) {
    checkTime();
    if (event.root === null || (await isStored(from, event))) continue;
    missing += 1;
    if (dryRun) continue;
    await store(from, event);
    await settle({ provider, mode, ...event.root });
  }
  if (missing > 0) log().warn({ provider, missing, dryRun }, 'undelivered events');
  return missing;
}
