import 'server-only';
import { NextRequest } from 'next/server';
import { env } from '../env';
import { log } from '../log';
import { safePath } from '../redirect';
import { authFor } from './next-auth';
import type { OAuthName } from './oauth-providers';
import { currentSessionKey, endSession } from './session';
import { sessionCookie } from './session-cookie';

/** Where a sign-in ended: the cookies to set, where to go, and next-auth's name for what went wrong. */
export interface Entered {
  readonly cookies: string[];
  readonly location: string;
  readonly problem: string | null;
}

/**
 * Finishes a sign-in through next-auth, which gets a request of our making: our own address, the parameters that belong
 * there, and no session, so that every sign-in is a new one and never adds a stranger's account to the person signed in.
 */
export async function enter(provider: OAuthName | 'email', query: URLSearchParams, request: Request): Promise<Entered> {
  const url = new URL(`/api/auth/callback/${provider}`, env().appUrl);
  url.search = query.toString();
  const headers = { cookie: cookiesForAuth(request) };
  const auth = authFor(request.headers.get('user-agent'));
  const answer = await auth.callback(new NextRequest(url, { headers }));
  auth.settled();
  const location = new URL(answer.headers.get('location') ?? '/sign-in?error=Configuration', env().appUrl);
  const cookies = answer.headers.getSetCookie();
  const started = cookies.some((cookie) => cookie.startsWith(`${sessionCookie().name}=`) && !/Max-Age=0/i.test(cookie));
  if (!started)
    return { cookies, location: location.href, problem: location.searchParams.get('error') ?? 'Configuration' };
  const before = await currentSessionKey();
  if (before !== null) await endSession(before);
  log().info({ provider }, 'signed in');
  return { cookies, location: location.href, problem: null };
}

/** next-auth's own cookies of this request; its remembered destination only when it is one of our pages. */
function cookiesForAuth(request: Request): string {
  const pairs = (request.headers.get('cookie') ?? '')
    .split(/;\s*/)
    .filter((pair) => /^(__Secure-|__Host-)?authjs\./.test(pair));
  return pairs
    .map((pair) => {
      const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      return name.endsWith('authjs.callback-url')
        ? `${name}=${encodeURIComponent(env().appUrl + safePath(decoded(value)))}`
        : pair;
    })
    .join('; ');
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '/';
  }
}
