import 'server-only';
import { audit } from '@/lib/audit';
import { db } from '@/lib/db';

const PROVIDER_TOKENS = { access_token: true, refresh_token: true, id_token: true, session_state: true } as const;

/**
 * All data stored about a user, by table. Leaves out credentials (session keys, tokens) and queue internals. Amounts are
 * in minor units, times in UTC.
 */
export async function exportAccount(userId: string) {
  const where = { userId };
  const tables = {
    User: await db().user.findMany({ where: { id: userId } }),
    Account: await db().account.findMany({ where, omit: PROVIDER_TOKENS }),
    Session: await db().session.findMany({ where, omit: { sessionToken: true } }),
    Customer: await db().customer.findMany({ where }),
    Checkout: await db().checkout.findMany({ where }),
    Subscription: await db().subscription.findMany({ where, include: { transitions: true, cases: true } }),
    MrrChange: await db().mrrChange.findMany({ where }),
    Invoice: await db().invoice.findMany({ where }),
    Payment: await db().payment.findMany({ where, include: { refunds: true, disputes: true } }),
    LicenseKey: await db().licenseKey.findMany({ where }),
    Grant: await db().grant.findMany({ where }),
    GivenCredit: await db().givenCredit.findMany({ where, omit: { actor: true } }),
    GivenAccess: await db().givenAccess.findMany({ where, omit: { actor: true } }),
    AdoptedContract: await adoptionsOf(userId),
    CreditSpend: await db().creditSpend.findMany({ where }),
    SelfServiceRefund: await db().selfServiceRefund.findMany({ where }),
    BillingFact: await db().billingFact.findMany({ where }),
    Operation: await db().operation.findMany({ where, omit: { error: true } }),
    Email: await db().email.findMany({ where, omit: { leaseToken: true, leaseUntil: true, error: true } }),
    // What the providers sent about the user; other events name a customer or subscription of theirs only.
    WebhookEvent: await db().webhookEvent.findMany({ where, omit: { error: true } }),
    AuditLog: await db().auditLog.findMany({ where: { OR: [{ actor: `user:${userId}` }, { target: userId }] } }),
  };
  await audit({ actor: `user:${userId}`, action: 'account.exported', target: userId });
  return { exportedAt: new Date(), money: 'minor units of each currency', times: 'UTC', tables };
}

/** What operators decided about the customer's subscriptions. */
async function adoptionsOf(userId: string) {
  const own = await db().subscription.findMany({
    where: { userId },
    select: { provider: true, mode: true, externalId: true },
  });
  return own.length === 0 ? [] : db().adoptedContract.findMany({ where: { OR: own }, omit: { actor: true } });
}

export type Export = Awaited<ReturnType<typeof exportAccount>>;

/** JSON has no bigint; amounts in minor units fit a double. */
export function toJson(exported: Export): string {
  return JSON.stringify(exported, (_key, value) => (typeof value === 'bigint' ? Number(value) : value), 2);
}
