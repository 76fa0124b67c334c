import 'server-only';
import { createHmac } from 'node:crypto';
import { db } from './db';
import { env } from './env';
import { appError } from './errors';

interface Limit {
  readonly max: number;
  readonly windowSeconds: number;
}

/**
 * Counts one use of `name` by `key` and raises `request/too-many`, with the seconds to wait, above `max` in a window.
 * Counted in PostgreSQL by its own clock, so that all app processes share one count. Keys (addresses, ids) are stored hashed.
 */
export async function limit(name: string, key: string, { max, windowSeconds }: Limit): Promise<void> {
  const id = `${name}:${createHmac('sha256', env().authSecret).update(key).digest('hex').slice(0, 32)}`;
  const [row] = await db().$queryRaw<{ count: number; wait: number }[]>`
    INSERT INTO "RateLimit" ("key", "count", "windowEnds")
    VALUES (${id}, 1, now() + make_interval(secs => ${windowSeconds}))
    ON CONFLICT ("key") DO UPDATE SET
      "count" = CASE WHEN "RateLimit"."windowEnds" <= now() THEN 1 ELSE "RateLimit"."count" + 1 END,
      "windowEnds" = CASE WHEN "RateLimit"."windowEnds" <= now() THEN excluded."windowEnds" ELSE "RateLimit"."windowEnds" END
    RETURNING "count", ceil(extract(epoch FROM "windowEnds" - now()::timestamp))::int AS "wait"`;
  if (row && row.count > max) throw appError('request/too-many', { retryAfter: Math.max(1, row.wait) });
}
