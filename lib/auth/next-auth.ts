import 'server-only';
import { randomBytes } from 'node:crypto';
import NextAuth, { type NextAuthConfig } from 'next-auth';
import { isDatabaseUnavailable } from '../db-errors';
import { emailAddress, isPlainAddress } from '../email-address';
import { env } from '../env';
import { appError } from '../errors';
import { log } from '../log';
import { safeRedirect } from '../redirect';
import { adapter, type Browser } from './adapter';
import { oauthProviders } from './oauth-providers';
import { hostCookies, SESSION_SECONDS, sessionCookie } from './session-cookie';

/** Lifetime of a sign-in link, in seconds. */
export const LINK_SECONDS = 600;

export interface MagicLinkEmail {
  readonly address: string;
  readonly token: string;
}

/** A next-auth instance for one sign-in, with the emails to send and the errors it would hide in redirects. */
export function nextAuth(browser: Browser) {
  const magicLinks: MagicLinkEmail[] = [];
  const errors: Error[] = [];
  const signedIn: string[] = [];
  const config: NextAuthConfig = {
    adapter: adapter(browser),
    secret: env().authSecret,
    basePath: '/api/auth',
    trustHost: true, // it only sees requests that we build, addressed to APP_URL
    providers: [emailProvider(magicLinks), ...oauthProviders()],
    session: {
      strategy: 'database',
      maxAge: SESSION_SECONDS,
      generateSessionToken: () => randomBytes(32).toString('base64url'),
    },
    cookies: { sessionToken: sessionCookie(), ...hostCookies() },
    pages: { signIn: '/sign-in', error: '/sign-in', verifyRequest: '/sign-in/check-inbox' },
    callbacks: {
      redirect: ({ url }) => safeRedirect(url),
      // The provider must have verified the address.
      signIn: ({ account, profile }) =>
        account?.type === 'email' || (profile?.email_verified === true && isPlainAddress(profile.email)),
    },
    events: { signIn: ({ user }) => void (user.id !== undefined && signedIn.push(user.id)) },
    logger: {
      error: (error) => void errors.push(error),
      warn: (code) => log().warn({ code }, 'next-auth'),
      debug: () => {},
    },
  };
  const { handlers } = NextAuth(config);
  return {
    magicLinks,
    /** Ids of the users whose sign-in completed. */
    signedIn,
    handlers,
    /** Throws database-unavailable for connection errors; logs all others, once. Returns the first, or null. */
    checkErrors(): Error | null {
      const [first] = errors;
      if (first === undefined) return null;
      if (errors.some((error) => isDatabaseUnavailable(error)))
        throw appError('database-unavailable', { cause: first });
      log().warn({ problem: typeOf(first), reason: innermostMessage(first) }, 'sign-in refused');
      return first;
    },
  };
}

export type NextAuthInstance = ReturnType<typeof nextAuth>;

/** next-auth's `type` of an error; unlike the class name, it survives minification. */
function typeOf(error: Error): string {
  return 'type' in error && typeof error.type === 'string' ? error.type : error.name;
}

/** next-auth wraps errors; the innermost message is the most specific. */
function innermostMessage(error: Error): string {
  const { cause } = error;
  const inner = typeof cause === 'object' && cause !== null && 'err' in cause ? cause.err : cause;
  return inner instanceof Error ? innermostMessage(inner) : error.message;
}

/** Collects the email instead of sending it, because next-auth sends before or even without storing the token. */
function emailProvider(magicLinks: MagicLinkEmail[]) {
  return {
    id: 'email',
    type: 'email' as const,
    name: 'Email',
    maxAge: LINK_SECONDS,
    normalizeIdentifier: (raw: string) => emailAddress.parse(raw),
    sendVerificationRequest({ identifier, token }: { identifier: string; token: string }) {
      magicLinks.push({ address: identifier, token });
    },
  };
}
