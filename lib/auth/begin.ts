import 'server-only';
import { z } from 'zod';
import { appError } from '../errors';
import { safeRedirect } from '../redirect';
import { ask, cookieHeader } from './ask';
import { type Letter, nextAuth } from './next-auth';
import type { OAuthName } from './oauth-providers';

/** A sign-in that has been started: where to go, the cookies that must come back, and the letter to send if any. */
export interface Begun {
  readonly location: string;
  readonly cookies: string[];
  readonly letter: Letter | undefined;
}

const csrf = z.object({ csrfToken: z.string() });

/** Starts a sign-in. next-auth wants its own CSRF token with every form, so it is asked for one first. */
export async function begin(
  provider: OAuthName | 'email',
  callbackUrl: string,
  fields: { email?: string } = {},
): Promise<Begun> {
  const auth = nextAuth({ userAgent: null, locale: null });
  const issued = await ask(auth, { path: 'csrf', cookie: '' });
  const { csrfToken } = csrf.parse(await issued.json());
  const form = { ...fields, csrfToken, callbackUrl: safeRedirect(callbackUrl) };
  const answer = await ask(auth, {
    path: `signin/${provider}`,
    cookie: cookieHeader(issued.headers.getSetCookie()),
    form,
  });
  const location = answer.headers.get('location');
  if (!auth.settled() || location === null) throw appError('unexpected', { cause: new Error('sign-in did not start') });
  return { location, cookies: answer.headers.getSetCookie(), letter: auth.letters[0] };
}
