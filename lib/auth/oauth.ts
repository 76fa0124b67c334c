import 'server-only';
import { type CompletedSignIn, completeSignIn } from './complete-sign-in';
import type { OAuthName } from './oauth-providers';

// Parameters of a provider's response: RFC 6749 §4.1.2, RFC 9207, and Google's additions.
const RESPONSE_PARAMS = [
  'code',
  'state',
  'iss',
  'error',
  'error_description',
  'error_uri',
  'scope',
  'authuser',
  'hd',
  'prompt',
];

/** Completes a sign-in with a provider's response. No other query parameter reaches next-auth. */
export async function completeOAuth(name: OAuthName, request: Request): Promise<CompletedSignIn> {
  const given = new URL(request.url).searchParams;
  const query = new URLSearchParams();
  for (const key of RESPONSE_PARAMS) {
    const value = given.get(key);
    if (value !== null) query.set(key, value);
  }
  return completeSignIn(name, query, request);
}
