import 'server-only';
import { audit } from '../audit';
import { clientIp } from '../client-ip';
import { recordDenial } from '../denials';
import { env } from '../env';
import { localeFrom } from '../locale';
import { identifyRequest, log } from '../log';
import { safeRedirect } from '../redirect';
import { callNextAuth } from './call-next-auth';
import { nextAuth } from './next-auth';
import type { OAuthName } from './oauth-providers';
import { currentSessionKey, endSession } from './session';
import { hostPrefix, sessionCookie } from './session-cookie';

/** Result of a sign-in: cookies to set, where to redirect, and next-auth's error code if it failed. */
export interface CompletedSignIn {
  readonly cookies: string[];
  readonly location: string;
  readonly problem: string | null;
}

/**
 * Completes a sign-in. next-auth doesn't see the current session, so a sign-in always starts a new session and never
 * links a second account to the signed-in user. The previous session ends.
 */
export async function completeSignIn(
  provider: OAuthName | 'email',
  query: URLSearchParams,
  request: Request,
): Promise<CompletedSignIn> {
  const language = request.headers.get('accept-language');
  const locale = language === null ? null : localeFrom(language);
  const auth = nextAuth({ userAgent: request.headers.get('user-agent'), locale });
  const response = await callNextAuth(auth, { path: `callback/${provider}?${query}`, cookie: cookiesFor(request) });
  auth.checkErrors();
  const location = new URL(response.headers.get('location') ?? '/sign-in?error=Configuration', env().appUrl);
  const cookies = response.headers.getSetCookie();
  const { name } = sessionCookie();
  const started = cookies.some((cookie) => cookie.startsWith(`${name}=`) && !cookie.startsWith(`${name}=;`));
  if (!started) {
    const problem = location.searchParams.get('error') ?? 'Configuration';
    const by = { client: clientIp(request.headers) };
    await recordDenial({ by, action: 'sign-in.failed', target: provider, reason: problem });
    return { cookies, location: location.href, problem };
  }
  const before = await currentSessionKey();
  if (before !== null) await endSession(before);
  const [userId] = auth.signedIn;
  if (userId !== undefined) {
    identifyRequest(userId);
    await audit({ actor: `user:${userId}`, action: 'sign-in.succeeded', target: userId, detail: { provider } });
  }
  log().info({ provider }, 'signed in');
  return { cookies, location: location.href, problem: null };
}

/** next-auth's own cookies of this request, with the stored callback URL restricted to this site. */
function cookiesFor(request: Request): string {
  const pairs = (request.headers.get('cookie') ?? '')
    .split(/;\s*/)
    .filter((pair) => pair.startsWith(`${hostPrefix()}authjs.`));
  return pairs
    .map((pair) => {
      const [name = '', value = ''] = pair.split('=', 2);
      const isCallbackUrl = name.endsWith('authjs.callback-url');
      return isCallbackUrl ? `${name}=${encodeURIComponent(safeRedirect(decoded(value)))}` : pair;
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
