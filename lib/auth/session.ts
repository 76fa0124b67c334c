import 'server-only';
import { cookies } from 'next/headers';
import { db } from '../db';
import type { Role } from '../generated/prisma/enums';
import { IDLE_SECONDS, sessionCookie, sessionKey } from './session-cookie';

const NOTED_EVERY_SECONDS = 300;

/** The person behind a request, without anything a page should not pass on to the browser. */
export interface SignedIn {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: Role;
  /** Real time of the sign-in: deletion and e-mail change want it younger than ten minutes. */
  readonly signedInAt: Date;
}

/** The key of this request's session row, whether or not it is still good. */
export async function currentSessionKey(): Promise<string | null> {
  const token = (await cookies()).get(sessionCookie().name)?.value;
  return token === undefined || token === '' ? null : sessionKey(token);
}

/**
 * Reads the session from the database on every request, so that signing out, a new role and deletion hold at once.
 * A database that is away is an error and not "signed out", which is what next-auth's own reader would say.
 */
export async function readSession(): Promise<SignedIn | null> {
  const key = await currentSessionKey();
  if (key === null) return null;
  const session = await db().session.findUnique({ where: { sessionToken: key }, include: { user: true } });
  if (session === null || session.user.deletedAt !== null || session.user.email === null) return null;
  const now = Date.now();
  const idleSince = now - session.lastUsedAt.getTime();
  if (session.expires.getTime() <= now || idleSince > IDLE_SECONDS * 1000) return null;
  if (idleSince > NOTED_EVERY_SECONDS * 1000)
    await db().session.updateMany({ where: { sessionToken: key }, data: { lastUsedAt: new Date(now) } });
  const { id, email, name, role } = session.user;
  return { id, email, name, role, signedInAt: session.createdAt };
}

/** Ends a session by its key; the browser's cookie opens nothing afterwards. */
export async function endSession(key: string): Promise<void> {
  await db().session.deleteMany({ where: { sessionToken: key } });
}
