import 'server-only';
import type { Adapter, AdapterAccount, AdapterUser } from 'next-auth/adapters';
import { nameFromProvider } from '../account/display-name';
import { db } from '../db';
import { emailAddress } from '../email-address';
import type { User } from '../generated/prisma/client';
import { ensureWorkspace } from '../workspaces/create';
import { newUser } from '../workspaces/new-user';
import { sessionKey } from './session-cookie';

/** What we store about the browser of a sign-in. */
export interface Browser {
  readonly userAgent: string | null;
  /** Locale of dates and amounts in emails; null when the browser doesn't send one. */
  readonly locale: string | null;
}

/**
 * next-auth's storage. Not @auth/prisma-adapter, because we store session tokens as hashes and with their user agent,
 * don't store provider tokens, and our Prisma client rejects `undefined`.
 */
export function adapter({ userAgent, locale }: Browser): Adapter {
  return {
    async createUser({ email, name, emailVerified }) {
      const data = { email: emailAddress.parse(email), name: nameFromProvider(name ?? ''), emailVerified };
      return toAdapter(await db().user.create({ data: newUser(data) }));
    },
    getUser: async (id) => found(await db().user.findUnique({ where: { id } })),
    async getUserByEmail(email) {
      const address = emailAddress.safeParse(email);
      return address.success ? found(await db().user.findUnique({ where: { email: address.data } })) : null;
    },
    async getUserByAccount({ provider, providerAccountId }) {
      const key = { provider, providerAccountId };
      const account = await db().account.findUnique({
        where: { provider_providerAccountId: key },
        include: { user: true },
      });
      return found(account?.user ?? null);
    },
    // next-auth calls this only to mark an address as verified.
    async updateUser({ id, emailVerified }) {
      const data = emailVerified === undefined ? {} : { emailVerified };
      return toAdapter(await db().user.update({ where: { id }, data }));
    },
    async linkAccount({ userId, type, provider, providerAccountId }: AdapterAccount) {
      await db().account.create({ data: { userId, type, provider, providerAccountId } });
    },
    async createSession({ sessionToken, userId, expires }) {
      await db().session.create({ data: { sessionToken: sessionKey(sessionToken), userId, expires, userAgent } });
      await ensureWorkspace(userId);
      if (locale !== null) await db().user.update({ where: { id: userId }, data: { locale } });
      return { sessionToken, userId, expires };
    },
    // lib/auth/session.ts reads, extends, and ends sessions; next-auth never sees an existing one.
    getSessionAndUser: async () => null,
    updateSession: async () => null,
    deleteSession: async () => {},
    async createVerificationToken({ identifier, token, expires }) {
      return db().verificationToken.create({ data: { identifier, token, expires } });
    },
    /** Looks up the token alone, as the link carries no address. Invalidates all other links to the address. */
    async useVerificationToken({ token }) {
      const [used] = await db().$queryRaw<{ identifier: string; token: string; expires: Date }[]>`
        DELETE FROM "VerificationToken" WHERE "token" = ${token} AND "expires" > now()
        RETURNING "identifier", "token", "expires"`;
      if (used === undefined) return null;
      await db().verificationToken.deleteMany({ where: { identifier: used.identifier } });
      return used;
    },
  };
}

function found(user: User | null): AdapterUser | null {
  return user === null || user.deletedAt !== null ? null : toAdapter(user);
}

function toAdapter({ id, email, emailVerified, name }: User): AdapterUser {
  return { id, email: email ?? '', emailVerified, name };
}
