import type { SignedIn } from '@/lib/auth/session';
import { appError } from '@/lib/errors';

/** What cannot be taken back wants a sign-in younger than this, in minutes of real time: a browser left open is not enough. */
export const FRESH_MINUTES = 10;

export function isFresh({ signedInAt }: SignedIn, now = Date.now()): boolean {
  return now - signedInAt.getTime() < FRESH_MINUTES * 60_000;
}

/** Raises auth/sign-in-again (403). */
export function assertFresh(user: SignedIn): void {
  if (!isFresh(user)) throw appError('auth/sign-in-again');
}
