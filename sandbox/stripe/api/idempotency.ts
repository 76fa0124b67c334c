import { createHash } from 'node:crypto';
import { StripeFault } from './errors';
import type { StripeContext } from './kit';
import type { StoredAnswer } from './tables';

const KEPT_SECONDS = 24 * 3600;
const inFlight = new WeakMap<object, Set<string>>();

/** What makes two requests "the same": method, path and body. */
export function fingerprintOf(method: string, path: string, body: string): string {
  return createHash('sha256').update(`${method} ${path}\n${body}`).digest('hex');
}

/**
 * The answer a key already has, if any.
 * @throws 400 `idempotency_error` when the key came with another request, 409 while the first one is still running
 */
export function recall(ctx: StripeContext, key: string, fingerprint: string): StoredAnswer | undefined {
  if (key.length > 255) {
    throw new StripeFault(
      400,
      { type: 'idempotency_error', message: 'Idempotency keys may be at most 255 characters long.' },
      false,
    );
  }
  const stored = ctx.tables.answers.get(key);
  if (stored && stored.at < Date.now() / 1000 - KEPT_SECONDS) ctx.tables.answers.remove(key);
  else if (stored && stored.fingerprint !== fingerprint) {
    throw new StripeFault(
      400,
      {
        type: 'idempotency_error',
        message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      },
      false,
    );
  } else if (stored) return stored;
  if (running(ctx).has(key)) {
    throw new StripeFault(
      409,
      {
        type: 'idempotency_error',
        code: 'idempotency_key_in_use',
        message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
      },
      false,
    );
  }
  return undefined;
}

function running(ctx: StripeContext): Set<string> {
  const known = inFlight.get(ctx.world) ?? new Set<string>();
  inFlight.set(ctx.world, known);
  return known;
}

/** Runs a request under its key and remembers the answer; a second one with the same key meanwhile gets 409. */
export async function underKey(
  ctx: StripeContext,
  key: string,
  fingerprint: string,
  work: () => Promise<{ status: number; body: string; requestId: string; stored: boolean }>,
): Promise<{ status: number; body: string }> {
  const keys = running(ctx);
  keys.add(key);
  try {
    const { stored, ...answer } = await work();
    if (stored) ctx.tables.answers.put(key, { key, fingerprint, ...answer, at: Math.floor(Date.now() / 1000) });
    return answer;
  } finally {
    keys.delete(key);
  }
}

/** Drops keys older than a day. They stand in the order of their first use. */
export function forgetOldKeys(ctx: StripeContext): void {
  const before = Date.now() / 1000 - KEPT_SECONDS;
  for (const answer of ctx.tables.answers.oldestFirst()) {
    if (answer.at >= before) return;
    ctx.tables.answers.remove(answer.key);
  }
}
