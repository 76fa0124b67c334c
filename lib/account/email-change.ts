import 'server-only';
import { createHmac, randomBytes } from 'node:crypto';
import { audit } from '@/lib/audit';
import { currentSessionKey } from '@/lib/auth/session';
import { planDetails, sendDetails } from '@/lib/billing/customer-details';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { Prisma } from '@/lib/generated/prisma/client';
import { mailAddressChanged, mailConfirmation } from '@/lib/mail/at-once';

/** How long the mailed link works, in minutes of real time. */
export const LINK_MINUTES = 60;
const CHANGED = 'account.address-changed';

/**
 * Mails a link to the new address. Nothing changes until it is used, by the same person; asking again ends the link
 * before. The same is done for an address that has an account, so that nobody learns from it who has one.
 * Raises mail-unavailable (503).
 */
export async function askForAddress(userId: string, address: string): Promise<void> {
  const token = randomBytes(32).toString('base64url');
  const expires = new Date(Date.now() + LINK_MINUTES * 60_000);
  await db().$transaction([
    db().verificationToken.deleteMany({ where: { identifier: { startsWith: prefix(userId) } } }),
    db().verificationToken.create({ data: { identifier: prefix(userId) + address, token: keyOf(token), expires } }),
  ]);
  const url = new URL('/account/email/confirm', env().appUrl);
  url.searchParams.set('token', token);
  await delivered(mailConfirmation(address, url.href, LINK_MINUTES));
}

/** The address this link of this person would set, without using it up; null when it is no good. */
export async function addressBehind(userId: string, token: string): Promise<string | null> {
  const row = await db().verificationToken.findUnique({ where: { token: keyOf(token) } });
  if (row === null || row.expires.getTime() <= Date.now() || !row.identifier.startsWith(prefix(userId))) return null;
  return row.identifier.slice(prefix(userId).length);
}

/** The address a link is on its way to; null when none is. */
export async function pendingAddress(userId: string): Promise<string | null> {
  const row = await db().verificationToken.findFirst({
    where: { identifier: { startsWith: prefix(userId) }, expires: { gt: new Date() } },
    select: { identifier: true },
  });
  return row?.identifier.slice(prefix(userId).length) ?? null;
}

/** Whether the address was changed just now, for the page that says so. */
export async function addressJustChanged(userId: string): Promise<boolean> {
  const since = new Date(Date.now() - 10 * 60_000);
  return (await db().auditLog.count({ where: { target: userId, action: CHANGED, at: { gte: since } } })) > 0;
}

/**
 * Uses the link up and changes the address here and at the providers; signs out everywhere else. The old address is
 * told first: whoever reads there must hear of it. Raises account/link-invalid (410), account/address-taken (409),
 * mail-unavailable (503), each with nothing changed.
 */
export async function confirmAddress(userId: string, token: string): Promise<void> {
  const address = await addressBehind(userId, token);
  if (address === null) throw appError('account/link-invalid');
  const { email: before } = await db().user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
  if ((await db().user.count({ where: { email: address } })) > 0) throw appError('account/address-taken');
  if (before !== null) await delivered(mailAddressChanged(before));
  await sendDetails(await change(userId, { token, address, before }, await currentSessionKey()));
}

interface Change {
  readonly token: string;
  readonly address: string;
  readonly before: string | null;
}

async function change(userId: string, { token, address, before }: Change, session: string | null): Promise<string[]> {
  return db().$transaction(async (tx) => {
    const used = await tx.verificationToken.deleteMany({ where: { token: keyOf(token) } });
    if (used.count === 0) throw appError('account/link-invalid');
    // Sign-in links on their way to the old address would make an account of their own there.
    await tx.verificationToken.deleteMany({ where: { identifier: before ?? '' } });
    await tx.session.deleteMany({ where: { userId, sessionToken: { not: session ?? '' } } });
    await tx.user.update({ where: { id: userId }, data: { email: address, emailVerified: new Date() } }).catch(taken);
    await audit({ actor: `user:${userId}`, action: CHANGED, target: userId }, tx);
    return planDetails(tx, userId);
  });
}

/** Two people confirmed one address at the same moment: the constraint let one in. */
function taken(error: unknown): never {
  const conflict = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
  throw conflict ? appError('account/address-taken') : error;
}

const prefix = (userId: string) => `email-change:${userId}:`;

/** Kept hashed, and not as sign-in links are: a link of one kind is none of the other. */
function keyOf(token: string): string {
  return createHmac('sha256', env().authSecret).update(`email-change:${token}`).digest('base64url');
}

async function delivered(sending: Promise<void>): Promise<void> {
  try {
    await sending;
  } catch (cause) {
    throw appError('mail-unavailable', { cause });
  }
}
