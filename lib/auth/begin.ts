import 'server-only';
import { cookies } from 'next/headers';
import { appError } from '../errors';
import { safePath } from '../redirect';
import { authFor, type Letter } from './next-auth';
import type { OAuthName } from './oauth-providers';

/** Starts a sign-in through next-auth. Returns the address it says to go to, and the letter to send if there is one. */
export async function begin(
  provider: OAuthName | 'email',
  callbackUrl: string,
  form: { email?: string } = {},
): Promise<{ url: string; letter: Letter | undefined }> {
  const auth = authFor(null);
  const options = { ...form, redirectTo: safePath(callbackUrl), redirect: false as const };
  const url: string = await auth.signIn(provider, options);
  if (auth.settled()) return { url, letter: auth.letters[0] };
  // A destination cookie it cannot parse makes next-auth refuse everything until the cookie is gone.
  const jar = await cookies();
  for (const { name } of jar.getAll()) if (name.endsWith('authjs.callback-url')) jar.delete(name);
  throw appError('request/invalid', { words: 'That did not work. Please try once more.' });
}
