import 'server-only';
import { cookies } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { currentSessionKey, endSession, readSession, type SignedIn } from './auth/session';
import { sessionCookie } from './auth/session-cookie';
import { appError } from './errors';
import { signInUrl } from './redirect';

export type { SignedIn };

/** Who is signed in, or null. One query per page, however often it is asked. */
export const getUser: () => Promise<SignedIn | null> = cache(readSession);

/** For pages: the signed-in person, or the sign-in page that leads back to `callbackUrl`. */
export async function requireUser(callbackUrl = '/dashboard'): Promise<SignedIn> {
  const user = await getUser();
  return user ?? redirect(signInUrl(callbackUrl));
}

/**
 * For route handlers: the signed-in person, or auth/required (401; a browser is led to the sign-in page and from there
 * to `page`, or to where it came from).
 */
export async function requireUserApi(page?: string): Promise<SignedIn> {
  const user = await getUser();
  if (user === null) throw appError('auth/required', page === undefined ? {} : { page });
  return user;
}

/** For operators' pages: everybody else is told there is nothing here. */
export async function requireAdmin(): Promise<SignedIn> {
  const user = await getUser();
  return user?.role === 'ADMIN' ? user : notFound();
}

/** Ends this browser's session. */
export async function signOut(): Promise<void> {
  const key = await currentSessionKey();
  if (key !== null) await endSession(key);
  const { name, options } = sessionCookie();
  (await cookies()).set(name, '', { ...options, maxAge: 0 });
}
