import { createHash } from 'node:crypto';
import type { StripeContext } from './context';
import { StripeFault } from './errors';
import type { StoredAnswer } from './tables';

const KEPT_SECONDS = 24 * 3600;
const inFlight = new WeakMap<object, Set<string>>();

/** What identifies a request: method, path and body. */
export function fingerprintOf(method: string, path: string, body: string): string {
  return createHash('sha256').update(`${method} ${path}\n${body}`).digest('hex');
}

/**
 * Locks a key while its request runs, starting before its body is read.
 * @returns a function that releases the key
 * @throws 409 while another request with the same key is in progress
 */
export function hold(ctx: StripeContext, key: string): () => void {
  if (key.length > 255) throw refusal(400, 'Idempotency keys may be at most 255 characters long.');
  const keys = inFlight.get(ctx.world) ?? new Set<string>();
  inFlight.set(ctx.world, keys);
  if (keys.has(key)) {
    throw refusal(
      409,
      `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
      'idempotency_key_in_use',
    );
  }
  keys.add(key);
  return () => void keys.delete(key);
}

/**
 * The saved response of a key, if any.
 * @throws 400 `idempotency_error` if the key was first used with a different request
 */
export function recall(ctx: StripeContext, key: string, fingerprint: string): StoredAnswer | undefined {
  const stored = ctx.tables.answers.get(key);
  if (!stored) return undefined;
  if (stored.at < Date.now() / 1000 - KEPT_SECONDS) {
    ctx.tables.answers.remove(key);
    return undefined;
  }
  if (stored.fingerprint === fingerprint) return stored;
  throw refusal(
    400,
    `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  );
}

const refusal = (status: number, message: string, code?: string): StripeFault =>
  new StripeFault(status, { type: 'idempotency_error', message, ...(code ? { code } : {}) }, false);

/** Saves the response of a key and removes those older than a day. Keys are sorted by first use. */
export function remember(ctx: StripeContext, answer: Omit<StoredAnswer, 'at'>): void {
  const now = Math.floor(Date.now() / 1000);
  ctx.tables.answers.put(answer.key, { ...answer, at: now });
  for (const old of ctx.tables.answers.oldestFirst()) {
    if (old.at >= now - KEPT_SECONDS) return;
    ctx.tables.answers.remove(old.key);
  }
}
