import 'server-only';
import { audit } from '@/lib/audit';
import { db } from '@/lib/db';
import { type Actor, actorName } from '@/lib/workspaces/actor';

const PROVIDER_TOKENS = { access_token: true, refresh_token: true, id_token: true, session_state: true } as const;

/**
 * All data stored about a person and the workspaces they own, by table. Leaves out credentials (session keys, tokens) and
 * queue internals. Amounts are in minor units, times in UTC.
 */
export async function exportAccount(userId: string) {
  const owned = await db().member.findMany({ where: { userId, role: 'owner' }, select: { workspaceId: true } });
  const workspaceIds = owned.map((each) => each.workspaceId);
  const tables = { ...(await personTables(userId, workspaceIds)), ...(await workspaceTables(workspaceIds)) };
  await audit({ actor: actorName({ userId }), action: 'account.exported', target: userId });
  return exported(tables);
}

/** All data stored about a workspace, by table, with the people in it by their ids. The units are those of `exportAccount`. */
export async function exportWorkspace({ userId, workspaceId }: Actor) {
  const tables = await workspaceTables([workspaceId]);
  await audit({ actor: actorName({ userId }), action: 'workspace.exported', target: workspaceId });
  return exported(tables);
}

function exported<T>(tables: T) {
  return { exportedAt: new Date(), money: 'minor units of each currency', times: 'UTC', tables };
}

/** What others did to a person. A workspace that they gave away may have the same id. */
const PERSONAL = [
  { action: { startsWith: 'account.' } },
  { action: { startsWith: 'sign-in.' } },
  { action: 'sessions.ended' },
];

async function personTables(userId: string, owned: readonly string[]) {
  const where = { userId };
  const { email } = await db().user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
  return {
    User: await db().user.findMany({ where: { id: userId } }),
    Account: await db().account.findMany({ where, omit: PROVIDER_TOKENS }),
    Session: await db().session.findMany({ where, omit: { sessionToken: true } }),
    Memberships: await db().member.findMany({ where, include: { workspace: { select: { name: true } } } }),
    InvitationsReceived: await db().invitation.findMany({ where: { email }, omit: { tokenHash: true } }),
    Email: await db().email.findMany({ where, omit: { leaseToken: true, leaseUntil: true, error: true } }),
    AuditLog: await db().auditLog.findMany({
      where: {
        OR: [{ actor: actorName({ userId }) }, { target: { in: [...owned] } }, { target: userId, OR: PERSONAL }],
      },
    }),
  };
}

async function workspaceTables(workspaceIds: readonly string[]) {
  const where = { workspaceId: { in: [...workspaceIds] } };
  return {
    Workspace: await db().workspace.findMany({ where: { id: where.workspaceId } }),
    Member: await db().member.findMany({ where }),
    Invitation: await db().invitation.findMany({ where, omit: { tokenHash: true } }),
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
    AdoptedContract: await adoptionsOf(where),
    CreditSpend: await db().creditSpend.findMany({ where }),
    SpentCredits: await db().spentCredits.findMany({ where }),
    SelfServiceRefund: await db().selfServiceRefund.findMany({ where }),
    BillingFact: await db().billingFact.findMany({ where }),
    Operation: await db().operation.findMany({ where, omit: { error: true } }),
    // What the providers sent about the workspace; other events name a customer or subscription of theirs only.
    WebhookEvent: await db().webhookEvent.findMany({ where, omit: { error: true } }),
  };
}

/** What operators decided about the subscriptions. */
async function adoptionsOf(where: { readonly workspaceId: { in: string[] } }) {
  const own = await db().subscription.findMany({
    where,
    select: { provider: true, mode: true, externalId: true },
  });
  return own.length === 0 ? [] : db().adoptedContract.findMany({ where: { OR: own }, omit: { actor: true } });
}

/** JSON has no bigint; amounts in minor units fit a double. */
export function toJson(exported: object): string {
  return JSON.stringify(exported, (_key, value) => (typeof value === 'bigint' ? Number(value) : value), 2);
}
