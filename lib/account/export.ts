import 'server-only';
import { audit } from '@/lib/audit';
import { db } from '@/lib/db';

const PROVIDER_TOKENS = { access_token: true, refresh_token: true, id_token: true, session_state: true } as const;

/**
 * Everything kept about one person, by table: all rows of every table with their id, with what hangs on them. Without
 * what opens doors (session keys, tokens) and how our queues stand. Money is in minor units, times are UTC.
 */
export async function exportOf(userId: string) {
  const where = { userId };
  const tables = {
    User: await db().user.findMany({ where: { id: userId } }),
    Account: await db().account.findMany({ where, omit: PROVIDER_TOKENS }),
    Session: await db().session.findMany({ where, omit: { sessionToken: true } }),
    Customer: await db().customer.findMany({ where }),
    Checkout: await db().checkout.findMany({ where }),
    Subscription: await db().subscription.findMany({ where, include: { transitions: true, cases: true } }),
    Payment: await db().payment.findMany({ where, include: { refunds: true, disputes: true } }),
    LicenseKey: await db().licenseKey.findMany({ where }),
    Grant: await db().grant.findMany({ where }),
    CreditSpend: await db().creditSpend.findMany({ where }),
    Operation: await db().operation.findMany({ where, omit: { error: true } }),
    Email: await db().email.findMany({ where, omit: { leaseToken: true, leaseUntil: true, error: true } }),
    AuditLog: await db().auditLog.findMany({ where: { OR: [{ actor: `user:${userId}` }, { target: userId }] } }),
  };
  await audit({ actor: `user:${userId}`, action: 'account.exported', target: userId });
  return { exportedAt: new Date(), money: 'minor units of each currency', times: 'UTC', tables };
}

export type Export = Awaited<ReturnType<typeof exportOf>>;

/** As a file. Amounts fit a double for all the money there is; tickets are counted in the same. */
export function toJson(exported: Export): string {
  return JSON.stringify(exported, (_key, value) => (typeof value === 'bigint' ? Number(value) : value), 2);
}
