import 'server-only';
import { cookies } from 'next/headers';
import { db } from '../db';
import { Prisma } from '../generated/prisma/client';
import type { MemberRole, Role } from '../generated/prisma/enums';
import { afterResponse } from '../http/after-response';
import { requestNotes } from '../http/request-notes';
import { waitForSessionSlot } from '../http/session-slots';
import { identifyRequest } from '../log';
import { prepared } from '../prepared';
import { IDLE_SECONDS, sessionCookie, sessionKey } from './session-cookie';
import { endViewing } from './viewing';

/** `lastUsedAt` is written at most this often, in seconds, to save a write per request. */
const LAST_USED_RESOLUTION_SECONDS = 60;

/** The signed-in user, with only what a page may send to the browser. */
export interface SignedIn {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: Role;
  /** IANA name; null while unknown. */
  readonly timeZone: string | null;
  /** The workspace they are in, and their role there, both read with this request. */
  readonly workspaceId: string;
  readonly workspaceRole: MemberRole;
  /** Whether they are in another workspace, too. */
  readonly severalWorkspaces: boolean;
  /** Real time of the sign-in. Deleting the account and changing the email require a recent one. */
  readonly signedInAt: Date;
  /** The operator who looks at this customer's pages, and until when (real time); absent for the customer's own session. */
  readonly viewedBy?: { readonly id: string; readonly email: string; readonly until: Date };
}

/** Whose request it is: what is counted and denied is the operator's, not the viewed customer's. */
export function requesterOf({ id, viewedBy }: SignedIn): string {
  return viewedBy?.id ?? id;
}

export interface Session {
  /** Whose session it is. */
  readonly account: SignedIn;
  /** The customer whose pages this operator's session shows, read-only. */
  readonly viewed: SignedIn | null;
}

interface SessionRow extends SignedIn {
  readonly expires: Date;
  readonly lastUsedAt: Date;
  readonly viewedId: string | null;
  readonly viewedEmail: string | null;
  readonly viewedName: string | null;
  readonly viewedTimeZone: string | null;
  readonly viewedInId: string | null;
  readonly viewedRole: MemberRole | null;
  readonly viewedUserId: string | null;
  readonly viewingUntil: Date | null;
}

/** Session key of this request, even if the session has expired. */
export async function currentSessionKey(): Promise<string | null> {
  const token = (await cookies()).get(sessionCookie().name)?.value;
  return token === undefined || token === '' ? null : sessionKey(token);
}

/**
 * Reads the session from the database on every request, so that sign-out, role changes, and deletion take effect
 * immediately. Throws when the database is unavailable; next-auth's own reader would report "signed out" instead.
 */
export async function readSession(): Promise<Session | null> {
  requestNotes().failure = 500;
  const key = await currentSessionKey();
  if (key === null) return null;
  await waitForSessionSlot(key);
  const [session] = await prepared<SessionRow>('session', sessionOf(key));
  if (session === undefined) return null;
  const { expires, lastUsedAt, viewedId, viewedEmail, viewedName, viewedTimeZone, ...signedIn } = session;
  const { viewedUserId, viewingUntil, viewedInId, viewedRole, ...account } = signedIn;
  const now = Date.now();
  const idleSince = now - lastUsedAt.getTime();
  if (expires.getTime() <= now || idleSince > IDLE_SECONDS * 1000) return null;
  identifyRequest(account.id);
  if (idleSince > LAST_USED_RESOLUTION_SECONDS * 1000) afterResponse(() => noteUse(key, new Date(now)));
  if (viewingUntil === null) return { account, viewed: null };
  const gone = viewedId === null || viewedEmail === null || viewedInId === null || viewedRole === null;
  if (gone || viewingUntil.getTime() <= now) {
    afterResponse(() => endViewing(key, 'expired', { viewedUserId, viewingUntil }));
    return { account, viewed: null };
  }
  const viewedBy = { id: account.id, email: account.email, until: viewingUntil };
  // Never an operator's powers, even when viewing an operator.
  const viewed = {
    ...{ ...account, id: viewedId, email: viewedEmail, name: viewedName, timeZone: viewedTimeZone },
    ...{ workspaceId: viewedInId, workspaceRole: viewedRole, severalWorkspaces: false },
  };
  return { account, viewed: { ...viewed, role: 'USER', viewedBy } };
}

/** A session whose user still has an account. Whom it views counts while its user is an operator. */
function sessionOf(key: string): Prisma.Sql {
  return Prisma.sql`
    SELECT account.id, account.email, account.name, account.role, account."timeZone",
      session."createdAt" AS "signedInAt", session.expires, session."lastUsedAt", session."viewedUserId",
      session."viewingUntil", viewed.id AS "viewedId", viewed.email AS "viewedEmail", viewed.name AS "viewedName",
      viewed."timeZone" AS "viewedTimeZone", active."workspaceId", active.role AS "workspaceRole",
      active.several AS "severalWorkspaces",
      "viewedIn"."workspaceId" AS "viewedInId", "viewedIn".role AS "viewedRole"
    FROM "Session" session JOIN "User" account ON account.id = session."userId"
    JOIN LATERAL (${activeFor(Prisma.sql`account.id`, Prisma.sql`session."workspaceId"`)}) active ON true
    LEFT JOIN "User" viewed ON viewed.id = session."viewedUserId" AND viewed."deletedAt" IS NULL
      AND account.role = 'ADMIN'
    LEFT JOIN LATERAL (${activeFor(Prisma.sql`viewed.id`, Prisma.sql`session."viewedWorkspaceId"`)}) "viewedIn"
      ON "viewedIn"."workspaceId" = session."viewedWorkspaceId"
      OR session."viewedWorkspaceId" IS NULL
    WHERE session."sessionToken" = ${key} AND account."deletedAt" IS NULL AND account.email IS NOT NULL`;
}

/** The chosen one of a person's workspaces, else one they own, else the one they have been in longest. */
function activeFor(userId: Prisma.Sql, chosen: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT member."workspaceId", member.role, count(*) OVER () > 1 AS several FROM "Member" member
    JOIN "Workspace" workspace ON workspace.id = member."workspaceId" AND workspace."deletedAt" IS NULL
    WHERE member."userId" = ${userId}
    ORDER BY coalesce(workspace.id = ${chosen}, false) DESC, member.role = 'owner' DESC, workspace.id = member."userId" DESC,
      member."createdAt" LIMIT 1`;
}

/** Of concurrent requests, the first writes it. */
async function noteUse(key: string, at: Date): Promise<void> {
  const before = new Date(at.getTime() - LAST_USED_RESOLUTION_SECONDS * 1000);
  await db().session.updateMany({ where: { sessionToken: key, lastUsedAt: { lt: before } }, data: { lastUsedAt: at } });
}

/** Ends a session by its key. */
export async function endSession(key: string): Promise<void> {
  await endViewing(key, 'session ended');
  await db().session.deleteMany({ where: { sessionToken: key } });
}
