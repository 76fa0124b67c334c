import 'server-only';
import { randomBytes } from 'node:crypto';
import NextAuth, { type NextAuthConfig } from 'next-auth';
import { databaseIsAway } from '../db-away';
import { env } from '../env';
import { appError } from '../errors';
import { log } from '../log';
import { safeRedirect } from '../redirect';
import { emailAddress } from '../users';
import { adapter, type Browser } from './adapter';
import { oauthProviders } from './oauth-providers';
import { SESSION_SECONDS, sessionCookie } from './session-cookie';

/** A mailed link works once, for ten minutes. */
export const LINK_SECONDS = 600;

export interface Letter {
  readonly address: string;
  readonly token: string;
}

/** Everything next-auth says while it serves one sign-in: its answers, letters to send, and errors it hides in redirects. */
export function nextAuth(browser: Browser) {
  const letters: Letter[] = [];
  const errors: Error[] = [];
  const config: NextAuthConfig = {
    adapter: adapter(browser),
    secret: env().authSecret,
    basePath: '/api/auth',
    trustHost: true, // it only ever sees requests of our own making, addressed to APP_URL
    providers: [mailedLink(letters), ...oauthProviders()],
    session: {
      strategy: 'database',
      maxAge: SESSION_SECONDS,
      generateSessionToken: () => randomBytes(32).toString('base64url'),
    },
    cookies: { sessionToken: sessionCookie() },
    pages: { signIn: '/sign-in', error: '/sign-in', verifyRequest: '/sign-in/check-inbox' },
    callbacks: {
      redirect: ({ url }) => safeRedirect(url),
      // Whoever signs in through a provider must have had the address verified there.
      signIn: ({ account, profile }) => account?.type === 'email' || profile?.email_verified === true,
    },
    logger: {
      error: (error) => void errors.push(error),
      warn: (code) => log().warn({ code }, 'next-auth'),
      debug: () => {},
    },
  };
  const { handlers } = NextAuth(config);
  return {
    letters,
    handlers,
    /** Raises database-unavailable where that is what happened; logs the rest, once. True when nothing went wrong. */
    settled(): boolean {
      const [first] = errors;
      if (first === undefined) return true;
      if (errors.some((error) => databaseIsAway(error))) throw appError('database-unavailable', { cause: first });
      log().warn({ problem: first.name, why: reasonOf(first) }, 'sign-in refused');
      return false;
    },
  };
}

export type NextAuthOnce = ReturnType<typeof nextAuth>;

/** next-auth wraps what happened; the innermost message says most, and the stack is always its own. */
function reasonOf(error: Error): string {
  const { cause } = error;
  const inner = typeof cause === 'object' && cause !== null && 'err' in cause ? cause.err : cause;
  return inner instanceof Error ? reasonOf(inner) : error.message;
}

/** Collects the letter instead of sending it: next-auth would send before the token is stored, or without it. */
function mailedLink(letters: Letter[]) {
  return {
    id: 'email',
    type: 'email' as const,
    name: 'E-mail',
    maxAge: LINK_SECONDS,
    normalizeIdentifier: (raw: string) => emailAddress.parse(raw),
    sendVerificationRequest({ identifier, token }: { identifier: string; token: string }) {
      letters.push({ address: identifier, token });
    },
  };
}
