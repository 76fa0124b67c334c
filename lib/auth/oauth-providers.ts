import 'server-only';
import type { Provider } from 'next-auth/providers';
import GitHub from 'next-auth/providers/github';
import Google from 'next-auth/providers/google';
import { z } from 'zod';
import { env } from '../env';
import type { OAuthClient } from '../environment/oauth';

export const OAUTH_NAMES = { github: 'GitHub', google: 'Google' } as const;
export type OAuthName = keyof typeof OAUTH_NAMES;

/** The buttons on the sign-in page, in order. */
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
 * The profile with its primary address only if GitHub verified it. next-auth's own request takes an unverified one too:
 * somebody could then sign up with a stranger's address and wait for the stranger (security.md check 29).
 */
async function gitHubProfile(api: string, token: string) {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json', 'user-agent': 'tollgate' };
  const ask = async (path: string): Promise<unknown> => {
    const answer = await fetch(`${api}${path}`, { headers, signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(`GitHub answered ${answer.status} for ${path}`);
    return answer.json();
  };
  const [user, emails] = await Promise.all([ask('/user'), ask('/user/emails')]);
  const primary = gitHubEmails.parse(emails).find((address) => address.primary && address.verified);
  return { ...gitHubUser.parse(user), email: primary?.email ?? null, email_verified: primary !== undefined };
}

function googleOf({ id, secret, sandboxUrl }: OAuthClient): Provider {
  return Google({
    clientId: id,
    clientSecret: secret,
    checks: ['state', 'pkce', 'nonce'],
    ...(sandboxUrl === null ? {} : { issuer: sandboxUrl }),
  });
}
