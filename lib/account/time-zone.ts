import { db } from '../db';

/** Stores the time zone of a user's browser, an IANA name. */
export async function rememberTimeZone(userId: string, timeZone: string): Promise<void> {
  await db().user.update({ where: { id: userId }, data: { timeZone } });
}
