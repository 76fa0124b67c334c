import 'server-only';
import { type Entered, enter } from './enter';
import type { OAuthName } from './oauth-providers';

// What a provider may answer with: RFC 6749 §4.1.2, RFC 9207, and Google's additions.
const ANSWER = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri', 'scope', 'authuser', 'hd', 'prompt'];

/** Takes the answer a provider sent the browser back with. Nothing else in the address reaches next-auth. */
export async function finishOAuth(name: OAuthName, request: Request): Promise<Entered> {
  const given = new URL(request.url).searchParams;
  const query = new URLSearchParams();
  for (const key of ANSWER) {
    const value = given.get(key);
    if (value !== null) query.set(key, value);
  }
  return enter(name, query, request);
}
