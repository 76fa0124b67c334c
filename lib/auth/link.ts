import 'server-only';
import { createHash } from 'node:crypto';
import { db } from '../db';
import { env } from '../env';
import { appError } from '../errors';
import { log } from '../log';
import { mailSignIn } from '../mail/send-now';
import { safePath } from '../redirect';
import { type CompletedSignIn, completeSignIn } from './complete-sign-in';
import { LINK_SECONDS } from './next-auth';
import { startSignIn } from './start-sign-in';

/**
 * Sends a sign-in link. The caller can't tell whether the address has an account. Throws mail-unavailable (503) when
 * the mail server doesn't accept the email.
 */
export async function sendSignInLink(address: string, callbackUrl: string): Promise<void> {
  const { magicLink } = await startSignIn('email', callbackUrl, { email: address });
  if (magicLink === undefined) throw new Error('next-auth created no sign-in link');
  // The link carries no address, which would end up in logs and browser histories.
  const url = new URL('/sign-in/confirm', env().appUrl);
  url.searchParams.set('token', magicLink.token);
  if (safePath(callbackUrl) !== '/') url.searchParams.set('callbackUrl', safePath(callbackUrl));
  try {
    await mailSignIn(magicLink.address, url.href, LINK_SECONDS / 60);
  } catch (cause) {
    throw appError('mail-unavailable', { cause });
  }
  log().info('sign-in link sent');
}

/** The address a link belongs to, without consuming it, so that mail scanners can open it; null when it is invalid. */
export async function linkAddress(token: string): Promise<string | null> {
  // next-auth stores sha256(token + secret): send-token.js in @auth/core.
  const stored = createHash('sha256').update(`${token}${env().authSecret}`).digest('hex');
  const row = await db().verificationToken.findUnique({ where: { token: stored } });
  return row === null || row.expires.getTime() <= Date.now() ? null : row.identifier;
}

/** Consumes the link and signs in. Throws auth/link-invalid (410) when it was used before or has expired. */
export async function consumeLink(token: string, callbackUrl: string, request: Request): Promise<CompletedSignIn> {
  const query = new URLSearchParams({ token, callbackUrl: safePath(callbackUrl) });
  const completed = await completeSignIn('email', query, request);
  if (completed.problem !== null) throw appError('auth/link-invalid');
  return completed;
}
