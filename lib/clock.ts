import 'server-only';
import { db } from './db';
import { env } from './env';

/** Where the sandbox's business time stands: seconds added to real time, or one moment while it is frozen. */
export interface BusinessClock {
  readonly offsetSeconds: number;
  readonly frozenAt: Date | null;
}

/**
 * Business time: trials, access, grace, dunning, refund windows, due dates of mails.
 * Follows the sandbox's clock in the sandbox world and is real time everywhere else.
 * Leases, limits, sessions and signatures use real time and never this.
 */
export async function businessNow(): Promise<Date> {
  if (env().world.mode !== 'sandbox') return new Date();
  const clock = await db().businessClock.findUnique({ where: { id: 1 } });
  if (!clock) return new Date();
  return clock.frozenAt ?? new Date(Date.now() + clock.offsetSeconds * 1000);
}

/** Takes over the time the sandbox has moved to. Every app process on this database follows. */
export async function setBusinessClock(clock: BusinessClock): Promise<void> {
  await db().businessClock.upsert({ where: { id: 1 }, create: { id: 1, ...clock }, update: clock });
}
