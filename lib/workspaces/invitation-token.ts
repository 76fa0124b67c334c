import { createHash, createHmac } from 'node:crypto';
import { env } from '../env';

/** Real time that an invitation can be accepted, in seconds. */
const VALID_SECONDS = 7 * 24 * 3600;

/** What is stored of a new link, which replaces the one before: when it expires, and the hash of its token. */
export function freshLink(id: string): { readonly expiresAt: Date; readonly tokenHash: string } {
  const expiresAt = new Date(Date.now() + VALID_SECONDS * 1000);
  return { expiresAt, tokenHash: tokenHash(invitationToken(id, expiresAt)) };
}

/**
 * The token in an invitation's link. Derived, so that the email can be sent again after a crash without storing it; another
 * expiry is another token, so that a resend replaces the link before it.
 */
export function invitationToken(id: string, expiresAt: Date): string {
  return createHmac('sha256', env().authSecret)
    .update(`invitation:${id}:${expiresAt.toISOString()}`)
    .digest('base64url');
}

/** What is stored of a token: a leaked table opens no workspace. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
