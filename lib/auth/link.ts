import 'server-only';
import { createHash } from 'node:crypto';
import { db } from '../db';
import { env } from '../env';
import { appError } from '../errors';
import { log } from '../log';
import { mailSignIn } from '../mail/at-once';
import { safePath } from '../redirect';
import { begin } from './begin';
import { type Entered, enter } from './enter';
import { LINK_SECONDS } from './next-auth';

/**
 * Mails a sign-in link. What the caller sees is the same whether or not the address has an account.
 * Raises mail-unavailable (503) when the mail could not be handed over.
 */
export async function mailLink(address: string, callbackUrl: string): Promise<void> {
  const { letter } = await begin('email', callbackUrl, { email: address });
  if (letter === undefined) throw new Error('next-auth made no sign-in link');
  // No address in the link: it would end up in logs and histories.
  const url = new URL('/sign-in/confirm', env().appUrl);
  url.searchParams.set('token', letter.token);
  if (safePath(callbackUrl) !== '/') url.searchParams.set('callbackUrl', safePath(callbackUrl));
  try {
    await mailSignIn(letter.address, url.href, LINK_SECONDS / 60);
  } catch (cause) {
    throw appError('mail-unavailable', { cause });
  }
  log().info('sign-in link mailed');
}

/** Whose link this is, without using it up, so that a mail scanner's preview does no harm; null when it is no good. */
export async function linkAddress(token: string): Promise<string | null> {
  // next-auth stores sha256(token + secret); see its send-token.js.
  const stored = createHash('sha256').update(`${token}${env().authSecret}`).digest('hex');
  const row = await db().verificationToken.findUnique({ where: { token: stored } });
  return row === null || row.expires.getTime() <= Date.now() ? null : row.identifier;
}

/** Uses the link up and signs in. Raises auth/link-invalid (410) when it was used before or is too old. */
export async function consumeLink(token: string, callbackUrl: string, request: Request): Promise<Entered> {
  const query = new URLSearchParams({ token, callbackUrl: safePath(callbackUrl) });
  const entered = await enter('email', query, request);
  if (entered.problem !== null) throw appError('auth/link-invalid');
  return entered;
}
