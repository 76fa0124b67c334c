import 'server-only';
import { createHmac, randomBytes } from 'node:crypto';
import { audit } from '@/lib/audit';
import { currentSessionKey } from '@/lib/auth/session';
import { deleteSessions } from '@/lib/auth/viewing';
import { ownedBy, planDetails, sendDetails } from '@/lib/billing/account/customer-details';
import { db } from '@/lib/db';
import { isTaken } from '@/lib/db-errors';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { mailAddressChanged, mailConfirmation } from '@/lib/mail/send-now';

/** Lifetime of the confirmation link, in minutes of real time. */
export const LINK_MINUTES = 60;
const CHANGED = 'account.address-changed';

/**
 * Sends a confirmation link to the new address. Nothing changes until the same user confirms it; a new request
 * invalidates the previous link. Behaves the same when the address already has an account, so that it can't be used to
 * find out who has one. Throws mail-unavailable (503).
 */
export async function requestEmailChange(userId: string, address: string): Promise<void> {
  const token = randomBytes(32).toString('base64url');
  const expires = new Date(Date.now() + LINK_MINUTES * 60_000);
  await db().$transaction([
    db().verificationToken.deleteMany({ where: { identifier: { startsWith: prefix(userId) } } }),
    db().verificationToken.create({ data: { identifier: prefix(userId) + address, token: hashToken(token), expires } }),
  ]);
  const url = new URL('/account/email/confirm', env().appUrl);
  url.searchParams.set('token', token);
  await assertDelivered(mailConfirmation(address, url.href, LINK_MINUTES));
}

/** The address this user's link would set, without consuming the link; null when the link is invalid. */
export async function addressForToken(userId: string, token: string): Promise<string | null> {
  const row = await db().verificationToken.findUnique({ where: { token: hashToken(token) } });
  if (row === null || row.expires.getTime() <= Date.now() || !row.identifier.startsWith(prefix(userId))) return null;
  return row.identifier.slice(prefix(userId).length);
}

/** The address that is waiting for confirmation; null when there is none. */
export async function pendingAddress(userId: string): Promise<string | null> {
  const row = await db().verificationToken.findFirst({
    where: { identifier: { startsWith: prefix(userId) }, expires: { gt: new Date() } },
    select: { identifier: true },
  });
  return row?.identifier.slice(prefix(userId).length) ?? null;
}

/** Whether the address changed in the last ten minutes, for the page that reports it. */
export async function addressJustChanged(userId: string): Promise<boolean> {
  const since = new Date(Date.now() - 10 * 60_000);
  return (await db().auditLog.count({ where: { target: userId, action: CHANGED, at: { gte: since } } })) > 0;
}

/**
 * Consumes the link, changes the address here and at the providers, and ends all other sessions. Notifies the old
 * address first, so that an account takeover doesn't go unnoticed. Throws account/link-invalid (410),
 * account/address-taken (409), or mail-unavailable (503), each with nothing changed.
 */
export async function confirmAddress(userId: string, token: string): Promise<void> {
  const address = await addressForToken(userId, token);
  if (address === null) throw appError('account/link-invalid');
  const { email: before } = await db().user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
  if ((await db().user.count({ where: { email: address } })) > 0) throw appError('account/address-taken');
  if (before !== null) await assertDelivered(mailAddressChanged(before));
  await sendDetails(await applyChange(userId, { token, address, before }, await currentSessionKey()));
}

interface Change {
  readonly token: string;
  readonly address: string;
  readonly before: string | null;
}

async function applyChange(
  userId: string,
  { token, address, before }: Change,
  session: string | null,
): Promise<string[]> {
  return db().$transaction(async (tx) => {
    const used = await tx.verificationToken.deleteMany({ where: { token: hashToken(token) } });
    if (used.count === 0) throw appError('account/link-invalid');
    // A pending sign-in link to the old address would create a new account there.
    await tx.verificationToken.deleteMany({ where: { identifier: before ?? '' } });
    await deleteSessions(tx, userId, session);
    await tx.user
      .update({ where: { id: userId }, data: { email: address, emailVerified: new Date() } })
      .catch(rethrowAsTaken);
    await audit({ actor: `user:${userId}`, action: CHANGED, target: userId }, tx);
    return planDetails(tx, userId, ownedBy(userId));
  });
}

/** Two users confirmed the same address concurrently: the unique constraint let one through. */
function rethrowAsTaken(error: unknown): never {
  throw isTaken(error) ? appError('account/address-taken') : error;
}

const prefix = (userId: string) => `email-change:${userId}:`;

/** Stored as a hash, with its own prefix so that a sign-in link can't be used as a confirmation link. */
function hashToken(token: string): string {
  return createHmac('sha256', env().authSecret).update(`email-change:${token}`).digest('base64url');
}

async function assertDelivered(sending: Promise<void>): Promise<void> {
  try {
    await sending;
  } catch (cause) {
    throw appError('mail-unavailable', { cause });
  }
}
