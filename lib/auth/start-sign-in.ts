import 'server-only';
import { z } from 'zod';
import { AppError, appError } from '../errors';
import { safeRedirect } from '../redirect';
import { callNextAuth, cookieHeader } from './call-next-auth';
import { type MagicLinkEmail, nextAuth } from './next-auth';
import type { OAuthName } from './oauth-providers';

/** A started sign-in: where to redirect, cookies to set, and the email to send, if any. */
export interface StartedSignIn {
  readonly location: string;
  readonly cookies: string[];
  readonly magicLink: MagicLinkEmail | undefined;
}

const csrf = z.object({ csrfToken: z.string() });

/**
 * Starts a sign-in. Requests a CSRF token first, because next-auth requires one with every form. Throws
 * auth/provider-unavailable (503).
 */
export async function startSignIn(
  provider: OAuthName | 'email',
  callbackUrl: string,
  fields: { email?: string } = {},
): Promise<StartedSignIn> {
  const auth = nextAuth({ userAgent: null, locale: null });
  const issued = await callNextAuth(auth, { path: 'csrf', cookie: '' });
  const { csrfToken } = csrf.parse(await issued.json());
  const form = { ...fields, csrfToken, callbackUrl: safeRedirect(callbackUrl) };
  const response = await callNextAuth(auth, {
    path: `signin/${provider}`,
    cookie: cookieHeader(issued.headers.getSetCookie()),
    form,
  });
  const location = response.headers.get('location');
  const error = auth.checkErrors();
  if (error instanceof AppError) throw error;
  if (error !== null || location === null)
    throw appError('unexpected', { cause: error ?? new Error('sign-in did not start') });
  return { location, cookies: response.headers.getSetCookie(), magicLink: auth.magicLinks[0] };
}
