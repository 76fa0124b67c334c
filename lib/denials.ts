import 'server-only';
import { audit } from './audit';
import { log, requestUser } from './log';
import { countUse } from './rate-limit';

interface Denial {
  /** The signed-in user, or the IP address of an anonymous client, which only limits how much is written. */
  readonly by: { readonly userId: string } | { readonly client: string };
  /** The action in the past tense, as in lib/audit.ts. */
  readonly action: 'access.denied' | 'sign-in.failed' | 'webhook.refused';
  /** The requested id, path, or name; shortened, because the client chose it. */
  readonly target: string;
  /** A stable code, not a class name, which a production build minifies. */
  readonly reason: string;
}

const MAX_TARGET = 200;

/**
 * Logs and audits a denied request. One user or client can only add a limited number of audit entries in ten minutes.
 * Never throws: the request is denied even if it can't be recorded.
 */
export async function recordDenial({ by, action, target, reason }: Denial): Promise<void> {
  const known = 'userId' in by;
  const cut = target.slice(0, MAX_TARGET);
  const who = known && requestUser() === null ? { userId: by.userId } : {};
  log().warn({ action, target: cut, reason, ...who }, 'request denied');
  try {
    const { count, max } = known
      ? await countUse('denial-account', by.userId)
      : await countUse('denial-client', by.client);
    if (count > max) return;
    await audit({ actor: known ? `user:${by.userId}` : 'anonymous', action, target: cut, detail: { reason } });
  } catch (error) {
    log().error({ err: error }, 'denied request not written to the audit log');
  }
}
