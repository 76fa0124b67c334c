import 'server-only';
import { cookies } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { currentSessionKey, endSession, readSession, requesterOf, type SignedIn } from './auth/session';
import { sessionCookie, viewingCookie } from './auth/session-cookie';
import { endViewing, startViewing, VIEWING_SECONDS } from './auth/viewing';
import { recordDenial } from './denials';
import { appError } from './errors';
import { requestNotes } from './http/request-notes';
import { signInUrl } from './redirect';
import type { Actor } from './workspaces/actor';
import { type MemberRole, roleIncludes } from './workspaces/roles';

export { requesterOf, type SignedIn };

/** The signed-in person, acting for the workspace they are in. */
export function actorOf({ id, workspaceId }: SignedIn): Actor {
  return { userId: id, workspaceId };
}

const getSession = cache(readSession);

/**
 * The signed-in user, or null. Cached per request. While an operator views a customer's pages, it is the customer, and
 * every request that could change something throws auth/viewing (403).
 */
export const getUser: () => Promise<SignedIn | null> = cache(async () => {
  const session = await getSession();
  if (session === null) return null;
  if (session.viewed === null) return session.account;
  refuseChanges();
  return session.viewed;
});

/** Whose session it is, whatever customer it views; null for everyone but operators. */
export async function getOperator(): Promise<SignedIn | null> {
  const session = await getSession();
  return session?.account.role === 'ADMIN' ? session.account : null;
}

/** Lets pass what changes nothing (RFC 9110 §9.2.1); Server Actions and forms are POST requests. An unknown method may be any. */
function refuseChanges(): void {
  const notes = requestNotes();
  if (notes.method === 'GET' || notes.method === 'HEAD') return;
  notes.failure = 403;
  throw appError('auth/viewing');
}

/** For pages: returns the signed-in user or redirects to the sign-in page, which leads back to `callbackUrl`. */
export async function requireUser(callbackUrl = '/dashboard'): Promise<SignedIn> {
  const user = await getUser();
  return user ?? redirect(signInUrl(callbackUrl));
}

/**
 * For route handlers: returns the signed-in user or throws auth/required (401). A browser is redirected to the sign-in
 * page, which leads to `page` or back to the previous page. With `self`, an operator who views the customer's pages gets
 * auth/viewing (403): for a GET that does or hands out something.
 */
export async function requireUserApi(page?: string, { self = false } = {}): Promise<SignedIn> {
  const user = await getUser();
  if (user === null) throw appError('auth/required', page === undefined ? {} : { page });
  if (self && user.viewedBy !== undefined) throw appError('auth/viewing');
  return user;
}

/**
 * Throws workspace/switched (409) when the session shows another workspace than the page that a form comes from. Null comes
 * from no page of ours, such as a program's request.
 */
export function assertShown({ workspaceId }: SignedIn, shown: string | null): void {
  if (shown !== null && shown !== workspaceId) throw appError('workspace/switched');
}

/**
 * For pages of a workspace: returns the signed-in member, or leads one with a lesser role to their account page. A signed-out
 * person signs in first and comes back to `callbackUrl`.
 */
export async function requireMember(role: MemberRole, callbackUrl: string): Promise<SignedIn> {
  const user = await requireUser(callbackUrl);
  return roleIncludes(user.workspaceRole, role) ? user : redirect('/account');
}

/** For route handlers of a workspace: like `requireUserApi`, and throws workspace/role (403) for a lesser role. */
export async function requireMemberApi(role: MemberRole, page?: string, options = {}): Promise<SignedIn> {
  const user = await requireUserApi(page, options);
  if (!roleIncludes(user.workspaceRole, role)) throw appError('workspace/role');
  return user;
}

/**
 * For operators' pages: shows the not-found page to everyone else. They stay the operator's own while a
 * customer's pages are viewed, and change nothing meanwhile, except `whileViewing`.
 */
export async function requireOperator({ whileViewing = false } = {}): Promise<SignedIn> {
  const session = await getSession();
  const user = session?.account ?? null;
  if (user?.role === 'ADMIN') {
    if (session?.viewed && !whileViewing) refuseChanges();
    return user;
  }
  if (user !== null) {
    const by = { userId: user.id };
    await recordDenial({ by, action: 'access.denied', target: 'operators', reason: 'auth/forbidden' });
  }
  return notFound();
}

/** Shows this operator a customer's pages from now on, read-only. */
export async function viewAsCustomer(operator: SignedIn, customer: Actor): Promise<void> {
  const key = await currentSessionKey();
  if (key === null) return;
  await startViewing(key, operator.id, customer);
  const { name, options } = viewingCookie();
  (await cookies()).set(name, key, { ...options, maxAge: VIEWING_SECONDS });
}

/** Ends what this session views; returns the customer, or null when there was no view. */
export async function stopViewing(): Promise<string | null> {
  const key = await currentSessionKey();
  const viewed = key === null ? null : await endViewing(key, 'button');
  const { name, options } = viewingCookie();
  (await cookies()).set(name, '', { ...options, maxAge: 0 });
  return viewed;
}

/** Ends this browser's session. */
export async function signOut(): Promise<void> {
  const key = await currentSessionKey();
  if (key !== null) await endSession(key);
  const { name, options } = sessionCookie();
  (await cookies()).set(name, '', { ...options, maxAge: 0 });
}
