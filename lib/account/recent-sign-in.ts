import type { SignedIn } from '@/lib/auth/session';
import { appError } from '@/lib/errors';

/** Irreversible actions require a sign-in this recent, in minutes of real time; an open browser is not enough. */
export const SIGN_IN_WINDOW_MINUTES = 10;

export function signedInRecently({ signedInAt }: SignedIn, now = Date.now()): boolean {
  return now - signedInAt.getTime() < SIGN_IN_WINDOW_MINUTES * 60_000;
}

/** Throws auth/sign-in-again (403). */
export function assertSignedInRecently(user: SignedIn): void {
  if (!signedInRecently(user)) throw appError('auth/sign-in-again');
}
