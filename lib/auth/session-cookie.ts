import { createHash } from 'node:crypto';
import { env } from '../env';

/** Sessions end thirty days after signing in, or after fourteen without a visit. Real time, in seconds. */
export const SESSION_SECONDS = 30 * 24 * 3600;
export const IDLE_SECONDS = 14 * 24 * 3600;

/** `__Host-` keeps other hosts of the same domain from planting a session; browsers demand https for it. */
export function sessionCookie() {
  const secure = env().appUrl.startsWith('https:');
  return {
    name: secure ? '__Host-tollgate.session' : 'tollgate.session',
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure } as const,
  };
}

/** What the database keeps of a session token: a copy of the table opens nobody's session, and a row's key may be shown. */
export function sessionKey(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
