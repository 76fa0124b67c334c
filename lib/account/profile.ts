import 'server-only';
import { z } from 'zod';
import { ownedBy, planDetails, sendDetails } from '@/lib/billing/account/customer-details';
import { db } from '@/lib/db';
import { displayName } from './display-name';

/** What customers can enter about themselves: columns of `User`, null where nothing was entered. */
const PROFILE = z.strictObject({ name: displayName });

export type Profile = z.output<typeof PROFILE>;

/** A field that isn't sent stays as it is: a page from before a deployment doesn't know a new one. */
export const profileInput = PROFILE.partial();

/** Which columns these are. */
const COLUMNS = { name: true } as const satisfies Record<keyof Profile, true>;

/** What remains of a profile once the account was deleted. */
export const EMPTY_PROFILE = { name: null } as const satisfies Record<keyof Profile, null>;

export function getProfile(userId: string): Promise<Profile> {
  return db().user.findUniqueOrThrow({ where: { id: userId }, select: COLUMNS });
}

/** Changes the profile here, and the name at every provider. */
export async function changeProfile(userId: string, profile: z.output<typeof profileInput>): Promise<void> {
  const operations = await db().$transaction(async (tx) => {
    // Zod leaves out what was not sent, but calls it undefined.
    await tx.user.update({ where: { id: userId }, data: profile as Partial<Profile> });
    return planDetails(tx, userId, ownedBy(userId));
  });
  await sendDetails(operations);
}
