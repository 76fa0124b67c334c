import 'server-only';
import { audit } from '@/lib/audit';
import { deleteSessions } from '@/lib/auth/viewing';
import { closeCheckouts } from '@/lib/billing/checkout/close';
import { lockUser, underLock } from '@/lib/billing/lock';
import { runOperationNow } from '@/lib/billing/operations/request';
import { LIVE } from '@/lib/billing/types';
import { businessNow } from '@/lib/clock';
import { db, type Tx } from '@/lib/db';
import { env } from '@/lib/env';
import { log } from '@/lib/log';
import { EMPTY_PROFILE } from './profile';
import { redactAccount } from './redact';

/**
 * Deletes an account: first cancels everything that could still charge the customer, then anonymizes the user. Ledger
 * rows are kept without a name. Subscriptions that another application sold to the same customer aren't touched. If a
 * provider fails, its error is thrown and the account is unchanged: subscriptions already canceled stay canceled, nothing
 * else is canceled later, and a retry continues with the rest.
 */
export async function deleteAccount(userId: string): Promise<void> {
  await closeCheckouts(userId);
  await endSubscriptions(userId);
  await anonymizeUser(userId, await businessNow());
  await redactAccount(userId).catch((error: unknown) => {
    log().error({ err: error }, 'account not redacted yet, the clean-up continues');
  });
  log().info('account deleted');
}

async function endSubscriptions(userId: string): Promise<void> {
  const { mode } = env().world;
  const live = await db().subscription.findMany({
    where: { userId, mode, status: { in: [...LIVE] }, origin: { not: 'foreign' } },
  });
  for (const { id, provider, externalId } of live) {
    await runOperationNow({
      ...{ userId, provider, kind: 'cancel', key: `cancel:${id}` },
      params: { subscriptionExternalId: externalId },
      // It ends whatever has become of it since.
      shown: { contract: null },
      actor: `user:${userId}`,
    });
  }
}

async function anonymizeUser(userId: string, at: Date): Promise<void> {
  await underLock(async (tx) => {
    await lockUser(tx, userId);
    const { email } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
    await tx.user.update({
      where: { id: userId },
      data: {
        ...EMPTY_PROFILE,
        email: null,
        emailVerified: null,
        image: null,
        locale: null,
        timeZone: null,
        role: 'USER',
        deletedAt: at,
      },
    });
    await deleteSessions(tx, userId);
    await tx.account.deleteMany({ where: { userId } });
    await tx.verificationToken.deleteMany({
      where: { OR: [{ identifier: email ?? '' }, { identifier: { startsWith: `email-change:${userId}:` } }] },
    });
    await tx.customer.updateMany({ where: { userId, retiredAt: null }, data: { retiredAt: new Date() } });
    await tx.email.updateMany({ where: { userId, status: 'waiting' }, data: { status: 'dropped' } });
    if (email !== null) await queueFarewellEmail(tx, { userId, address: email, at });
    await stopCustomerUpdates(tx, userId);
    await audit({ actor: `user:${userId}`, action: 'account.deleted', target: userId }, tx);
  });
}

/** Only this email keeps the address, until it is sent. Queued after the other waiting emails were dropped. */
async function queueFarewellEmail(tx: Tx, { userId, address, at }: { userId: string; address: string; at: Date }) {
  const data = { deletedAt: at.toISOString() };
  const mail = { userId, kind: 'account-deleted', key: `account-deleted:${userId}`, data, address, dueAt: at };
  await tx.email.createMany({ data: [mail], skipDuplicates: true });
}

/** Nothing may create or rename a customer at a provider anymore. */
async function stopCustomerUpdates(tx: Tx, userId: string): Promise<void> {
  await tx.operation.updateMany({
    where: { userId, kind: { in: ['customer', 'customer-details'] }, status: { in: ['planned', 'unknown'] } },
    data: { status: 'withdrawn' },
  });
}
