import 'server-only';
import { createHmac } from 'node:crypto';
import { audit } from './audit';
import { db, type Tx } from './db';
import { env } from './env';
import { appError } from './errors';
import { log } from './log';
import { RATE_LIMITS, type RateLimitName } from './rate-limits';

interface Use {
  /** Uses in this window, this one included. */
  readonly count: number;
  readonly max: number;
  /** Seconds until the window is over. */
  readonly wait: number;
}

/**
 * Counts one use of `name` by `key`; throws request/too-many (429) above the maximum of its window, with the seconds to
 * wait. Only the first rejected use of a window is audited, so that a flood can't fill the audit log.
 */
export async function limit(name: RateLimitName, key: string): Promise<void> {
  const { count, max, wait } = await countUse(name, key);
  if (count <= max) return;
  log().warn({ limit: name, retryAfter: wait }, 'rate limit reached');
  if (count === max + 1) {
    const actor = name.endsWith('-account') ? `user:${key}` : 'anonymous';
    await audit({ actor, action: 'rate-limit.reached', target: name });
  }
  throw appError('request/too-many', { retryAfter: wait });
}

/**
 * Counts one use without refusing it. Counted in PostgreSQL by its own clock, so that all app processes share one count.
 * Keys (addresses, ids) are stored hashed.
 */
export async function countUse(name: RateLimitName, key: string, tx: Tx = db()): Promise<Use> {
  const { windowSeconds, max } = RATE_LIMITS[name];
  const id = `${name}:${createHmac('sha256', env().authSecret).update(key).digest('hex').slice(0, 32)}`;
  const [row] = await tx.$queryRaw<{ count: number; wait: number }[]>`
    INSERT INTO "RateLimit" ("key", "count", "windowEnds")
    VALUES (${id}, 1, now() + make_interval(secs => ${windowSeconds}))
    ON CONFLICT ("key") DO UPDATE SET
      "count" = CASE WHEN "RateLimit"."windowEnds" <= now() THEN 1 ELSE "RateLimit"."count" + 1 END,
      "windowEnds" = CASE WHEN "RateLimit"."windowEnds" <= now() THEN excluded."windowEnds" ELSE "RateLimit"."windowEnds" END
    RETURNING "count", ceil(extract(epoch FROM "windowEnds" - now()))::int AS "wait"`;
  if (row === undefined) throw new Error('The counter answered nothing');
  return { count: row.count, max: env().rateLimits[name] ?? max, wait: Math.max(1, row.wait) };
}
