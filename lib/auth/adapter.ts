import 'server-only';
import type { Adapter, AdapterAccount, AdapterUser } from 'next-auth/adapters';
import { db } from '../db';
import type { User } from '../generated/prisma/client';
import { sessionKey } from './session-cookie';

/** What a sign-in tells of the browser it came from. */
export interface Browser {
  readonly userAgent: string | null;
  /** How mails write dates and amounts from now on; null where the browser does not say. */
  readonly locale: string | null;
}

/**
 * Where next-auth keeps people and sessions. Written here and not taken from @auth/prisma-adapter because sessions are
 * stored by hash and with their browser, providers' tokens are not kept at all, and `undefined` is an error in our client.
 */
export function adapter({ userAgent, locale }: Browser): Adapter {
  return {
    async createUser({ email, name, emailVerified }) {
      return toAdapter(await db().user.create({ data: { email, name: name ?? null, emailVerified } }));
    },
    getUser: async (id) => found(await db().user.findUnique({ where: { id } })),
    getUserByEmail: async (email) => found(await db().user.findUnique({ where: { email } })),
    async getUserByAccount({ provider, providerAccountId }) {
      const key = { provider, providerAccountId };
      const account = await db().account.findUnique({
        where: { provider_providerAccountId: key },
        include: { user: true },
      });
      return found(account?.user ?? null);
    },
    // next-auth only notes that a link proved the address; name and address are ours to change.
    async updateUser({ id, emailVerified }) {
      const data = emailVerified === undefined ? {} : { emailVerified };
      return toAdapter(await db().user.update({ where: { id }, data }));
    },
    async linkAccount({ userId, type, provider, providerAccountId }: AdapterAccount) {
      await db().account.create({ data: { userId, type, provider, providerAccountId } });
    },
    async createSession({ sessionToken, userId, expires }) {
      await db().session.create({ data: { sessionToken: sessionKey(sessionToken), userId, expires, userAgent } });
      if (locale !== null) await db().user.update({ where: { id: userId }, data: { locale } });
      return { sessionToken, userId, expires };
    },
    // Reading, renewing and ending sessions is lib/auth/session.ts; a sign-in always starts without one.
    getSessionAndUser: async () => null,
    updateSession: async () => null,
    deleteSession: async () => {},
    async createVerificationToken({ identifier, token, expires }) {
      return db().verificationToken.create({ data: { identifier, token, expires } });
    },
    /** By the token alone: the mailed link carries no address. Using a good one ends the others of that address. */
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
