import 'server-only';
import { audit } from '@/lib/audit';
import { act } from '@/lib/billing/act';
import { closeCheckouts } from '@/lib/billing/close-checkouts';
import { lockUser } from '@/lib/billing/ticket';
import type { SubscriptionStatus } from '@/lib/billing/types';
import { businessNow } from '@/lib/clock';
import { db, type Tx } from '@/lib/db';
import { env } from '@/lib/env';
import { log } from '@/lib/log';

const LIVE: SubscriptionStatus[] = ['trialing', 'active', 'past_due', 'unpaid', 'paused'];

/**
 * Deletes somebody: first what would go on taking money at the providers, then the person. The ledger stays, without
 * a name. When a provider cannot be asked or says no, its error is raised and the account is as it was; what was
 * cancelled by then stays cancelled and a second try goes on from there.
 */
export async function deleteAccount(userId: string): Promise<void> {
  await closeCheckouts(userId);
  await endSubscriptions(userId);
  await forget(userId, await businessNow());
  log().info('account deleted');
}

async function endSubscriptions(userId: string): Promise<void> {
  const { mode } = env().world;
  const live = await db().subscription.findMany({ where: { userId, mode, status: { in: LIVE } } });
  for (const { id, provider, externalId } of live) {
    await act({
      ...{ userId, provider, kind: 'cancel', key: `cancel:${id}` },
      params: { subscriptionExternalId: externalId },
      actor: `user:${userId}`,
    });
  }
}

/** Reading through the events of a large log takes longer than other transactions may. */
const TRANSACTION = { maxWait: 5_000, timeout: 60_000 } as const;

async function forget(userId: string, at: Date): Promise<void> {
  await db().$transaction(async (tx) => {
    await lockUser(tx, userId);
    const { email } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
    await tx.user.update({
      where: { id: userId },
      data: { email: null, emailVerified: null, name: null, image: null, locale: null, role: 'USER', deletedAt: at },
    });
    await tx.session.deleteMany({ where: { userId } });
    await tx.account.deleteMany({ where: { userId } });
    await tx.verificationToken.deleteMany({
      where: { OR: [{ identifier: email ?? '' }, { identifier: { startsWith: `email-change:${userId}:` } }] },
    });
    await tx.customer.updateMany({ where: { userId, retiredAt: null }, data: { retiredAt: new Date() } });
    await tx.email.updateMany({ where: { userId, status: 'waiting' }, data: { status: 'dropped' } });
    if (email !== null) await sayGoodbye(tx, { userId, address: email, at });
    await strikeOut(tx, userId, email);
    await audit({ actor: `user:${userId}`, action: 'account.deleted', target: userId }, tx);
  }, TRANSACTION);
}

/** The address stands on the mail alone, until it is sent. Put in after the others were dropped. */
async function sayGoodbye(tx: Tx, { userId, address, at }: { userId: string; address: string; at: Date }) {
  const data = { deletedAt: at.toISOString() };
  const mail = { userId, kind: 'account-deleted', key: `account-deleted:${userId}`, data, address, dueAt: at };
  await tx.email.createMany({ data: [mail], skipDuplicates: true });
}

/** What they told us and what providers wrote about them: names, addresses, words. */
async function strikeOut(tx: Tx, userId: string, email: string | null): Promise<void> {
  // There is nobody any more to make a customer for or to rename.
  await tx.operation.updateMany({
    where: { userId, kind: { in: ['customer', 'customer-details'] }, status: { in: ['planned', 'unknown'] } },
    data: { status: 'refused' },
  });
  await tx.operation.updateMany({ where: { userId, kind: { startsWith: 'customer' } }, data: { error: null } });
  await tx.$executeRaw`
    UPDATE "Operation" SET params = params - 'email' - 'name' - 'comment' WHERE "userId" = ${userId}`;
  await tx.$executeRaw`
    UPDATE "WebhookEvent" event SET payload = '{}'
    WHERE EXISTS (
        SELECT 1 FROM "Subscription" own WHERE own."userId" = ${userId}
          AND (own.provider, own.mode, own."externalId") = (event.provider, event.mode, event."rootId")
        UNION ALL SELECT 1 FROM "Payment" own WHERE own."userId" = ${userId}
          AND (own.provider, own.mode, own."externalId") = (event.provider, event.mode, event."rootId")
        UNION ALL SELECT 1 FROM "Customer" own WHERE own."userId" = ${userId}
          AND own.provider = event.provider AND strpos(event.payload::text, own."externalId") > 0)
      OR (${email}::text IS NOT NULL AND strpos(lower(event.payload::text), ${email}) > 0)`;
}
