import { createHmac } from 'node:crypto';
import { db } from '@/lib/db';
import { mailboxOf } from '@/lib/email-address';
import { env } from '@/lib/env';

/**
 * Names a person without telling who it is: a keyed hash of their mailbox, however its address is spelled. It outlives
 * the account, so that deleting and signing up again is not a way to a second trial. Its key is PERSON_HASH_KEY, which
 * is never rotated; AUTH_SECRET may be.
 */
export function personHash(email: string, purpose: 'trial' | 'refund' = 'trial'): string {
  const person = mailboxOf(email.normalize('NFKC').trim().toLowerCase());
  return createHmac('sha256', env().personHashKey).update(`${purpose}:${person}`).digest('base64url');
}

/** Whether this person has had a trial, with this account or an earlier one. */
export async function hasHadTrial(email: string): Promise<boolean> {
  return (await db().trialUse.count({ where: { person: personHash(email) } })) > 0;
}
