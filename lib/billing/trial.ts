import { createHmac } from 'node:crypto';
import { db, type Tx } from '@/lib/db';
import { env } from '@/lib/env';

/**
 * Names a person without telling who it is: a keyed hash of the address, with its spelling and `+tags` evened out.
 * It outlives the account, so that deleting and signing up again is not a way to a second trial.
 */
export function personHash(email: string): string {
  const [name = '', domain = ''] = email.normalize('NFKC').trim().toLowerCase().split('@');
  const person = `${name.split('+')[0]}@${domain}`;
  return createHmac('sha256', env().authSecret).update(`trial:${person}`).digest('base64url');
}

/** Whether this person has had a trial, with this account or an earlier one. */
export async function hasHadTrial(email: string): Promise<boolean> {
  return (await db().trialUse.count({ where: { person: personHash(email) } })) > 0;
}

/** Remembers a trial that has begun; the first one counts. */
export async function rememberTrial(tx: Tx, userId: string, subscriptionId: string): Promise<void> {
  const user = await tx.user.findUnique({ where: { id: userId }, select: { email: true } });
  if (user?.email == null) return;
  await tx.trialUse.createMany({ data: [{ person: personHash(user.email), subscriptionId }], skipDuplicates: true });
}
