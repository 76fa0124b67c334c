import 'server-only';
import { env } from '../env';
import { localeFrom } from '../locale';
import { log } from '../log';
import { safeRedirect } from '../redirect';
import { ask } from './ask';
import { nextAuth } from './next-auth';
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
 * Finishes a sign-in. next-auth is told of no session, so that every sign-in is a new one
 * and never adds a stranger's account to the person signed in; the session there was ends.
 */
export async function enter(provider: OAuthName | 'email', query: URLSearchParams, request: Request): Promise<Entered> {
  const language = request.headers.get('accept-language');
  const locale = language === null ? null : localeFrom(language);
  const auth = nextAuth({ userAgent: request.headers.get('user-agent'), locale });
  const answer = await ask(auth, { path: `callback/${provider}?${query}`, cookie: cookiesFor(request) });
  auth.settled();
  const location = new URL(answer.headers.get('location') ?? '/sign-in?error=Configuration', env().appUrl);
  const cookies = answer.headers.getSetCookie();
  const { name } = sessionCookie();
  const started = cookies.some((cookie) => cookie.startsWith(`${name}=`) && !cookie.startsWith(`${name}=;`));
  if (!started) {
    return { cookies, location: location.href, problem: location.searchParams.get('error') ?? 'Configuration' };
  }
  const before = await currentSessionKey();
  if (before !== null) await endSession(before);
  log().info({ provider }, 'signed in');
  return { cookies, location: location.href, problem: null };
}

/** next-auth's own cookies of this request; its remembered destination only as an address of ours. */
function cookiesFor(request: Request): string {
  const pairs = (request.headers.get('cookie') ?? '').split(/;\s*/).filter((pair) => /^(__\w+-)?authjs\./.test(pair));
  return pairs
    .map((pair) => {
      const [name = '', value = ''] = pair.split('=', 2);
      const isDestination = name.endsWith('authjs.callback-url');
      return isDestination ? `${name}=${encodeURIComponent(safeRedirect(decoded(value)))}` : pair;
    })
    .join('; ');
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}
