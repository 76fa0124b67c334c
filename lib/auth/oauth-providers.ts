import 'server-only';
import { customFetch } from 'next-auth';
import type { Provider } from 'next-auth/providers';
import GitHub from 'next-auth/providers/github';
import Google from 'next-auth/providers/google';
import { z } from 'zod';
import { SITE } from '@/config/site';
import { env } from '../env';
import type { OAuthClient } from '../env/oauth';
import { appError } from '../errors';
import { withTimeout } from '../with-timeout';

export const OAUTH_NAMES = { github: 'GitHub', google: 'Google' } as const;
export type OAuthName = keyof typeof OAUTH_NAMES;

/** Milliseconds for one request to a provider, its response included; and seconds until another try makes sense. */
const TIMEOUT = 10_000;
const RETRY_AFTER = 5;

/** Configured providers, in the order of the sign-in page. */
export function configuredOAuth(): OAuthName[] {
  const { github, google } = env();
  return [...(github ? (['github'] as const) : []), ...(google ? (['google'] as const) : [])];
}

export function oauthProviders(): Provider[] {
  const { github, google } = env();
  return [...(github ? [gitHub(github)] : []), ...(google ? [googleOf(google)] : [])];
}

function gitHub({ id, secret, sandboxUrl }: OAuthClient): Provider {
  const api = sandboxUrl === null ? 'https://api.github.com' : `${sandboxUrl}/api/v3`;
  return GitHub({
    clientId: id,
    clientSecret: secret,
    checks: ['state', 'pkce'],
    [customFetch]: fetchAnswer,
    ...(sandboxUrl === null ? {} : { enterprise: { baseUrl: sandboxUrl } }),
    userinfo: {
      url: `${api}/user`,
      request: ({ tokens }: { tokens: { access_token?: string } }) => gitHubProfile(api, tokens.access_token ?? ''),
    },
  });
}

const gitHubUser = z.looseObject({ id: z.number(), login: z.string(), name: z.string().nullish() });
const gitHubEmails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/**
 * The GitHub profile, with the primary address only if it is verified. next-auth's own request also accepts unverified
 * addresses, which lets an attacker register a victim's address first (account pre-hijacking, Sudhodanan and Paverd 2022).
 */
async function gitHubProfile(api: string, token: string) {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json', 'user-agent': SITE.id };
  const get = async (path: string): Promise<unknown> => {
    const response = await fetchAnswer(`${api}${path}`, { headers });
    if (!response.ok) throw new Error(`GitHub answered ${response.status} for ${path}`);
    return response.json();
  };
  const [user, emails] = await Promise.all([get('/user'), get('/user/emails')]);
  const primary = gitHubEmails.parse(emails).find((address) => address.primary && address.verified);
  return { ...gitHubUser.parse(user), email: primary?.email ?? null, email_verified: primary !== undefined };
}

function googleOf({ id, secret, sandboxUrl }: OAuthClient): Provider {
  return Google({
    clientId: id,
    clientSecret: secret,
    checks: ['state', 'pkce', 'nonce'],
    [customFetch]: fetchAnswer,
    ...(sandboxUrl === null ? {} : { issuer: sandboxUrl }),
  });
}

/** `fetch` for providers. Throws auth/provider-unavailable (503) without an answer in time, and for their own errors. */
async function fetchAnswer(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  const response = await withTimeout(TIMEOUT, async (signal) => {
    const { body, headers, status, statusText } = await fetch(input, { ...init, signal });
    return new Response(body && (await new Response(body).arrayBuffer()), { headers, status, statusText });
  }).catch(unavailable);
  return response.status < 500 ? response : unavailable(new Error(`The provider answered ${response.status}`));
}

function unavailable(cause: unknown): never {
  throw appError('auth/provider-unavailable', { retryAfter: RETRY_AFTER, cause });
}
