import { createHash } from 'node:crypto';
import { SITE } from '@/config/site';
import { env } from '../env';

/** Sessions end 30 days after sign-in or after 14 days without a visit. Real time, in seconds. */
export const SESSION_SECONDS = 30 * 24 * 3600;
export const IDLE_SECONDS = 14 * 24 * 3600;

/** The `__Host-` prefix keeps sibling domains from setting this cookie; browsers require https for it (RFC 6265bis). */
export function sessionCookie() {
  return {
    name: `${hostPrefix()}${SITE.id}.session`,
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure: hostPrefix() !== '' } as const,
  };
}

/**
 * Tells the proxy that this session only looks at a customer's pages, so that it can refuse Server Actions without the
 * database. Its value is the session's key: left behind by another session, it means nothing. The database decides.
 */
export function viewingCookie() {
  const { options } = sessionCookie();
  return { name: `${hostPrefix()}${SITE.id}.viewing`, options };
}

/** `__Host-` where https allows it; next-auth's own `__Secure-` lets another host of the domain plant them. */
export function hostPrefix(): '__Host-' | '' {
  return env().appUrl.startsWith('https:') ? '__Host-' : '';
}

/** next-auth's cookies of one sign-in, under names that only this host can set; their options are its own. */
export function hostCookies() {
  const named = (name: string) => ({ name: `${hostPrefix()}authjs.${name}` });
  return {
    callbackUrl: named('callback-url'),
    csrfToken: named('csrf-token'),
    pkceCodeVerifier: named('pkce.code_verifier'),
    state: named('state'),
    nonce: named('nonce'),
  };
}

/** The stored form of a session token. A hash, so that a leaked table contains no usable session. */
export function sessionKey(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
