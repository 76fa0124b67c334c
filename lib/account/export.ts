import 'server-only';
import { audit } from '@/lib/audit';
import { db } from '@/lib/db';
import { Prisma } from '@/lib/generated/prisma/client';
import { type Actor, actorName } from '@/lib/workspaces/actor';
import { byId, byKey, few, PAGE } from './export-pages';
import { beginExport, type Export } from './export-stream';

const PROVIDER_TOKENS = { access_token: true, refresh_token: true, id_token: true, session_state: true } as const;

/**
 * All data stored about a person and the workspaces they own, by table. Leaves out credentials (session keys, tokens) and
 * queue internals. Amounts are in minor units, times in UTC.
 *
 * Holds one page of rows at a time, so that its size doesn't matter, and no transaction, however slow the reader is: pages
 * are read one after the other, so a row that is written meanwhile may be in the document or not.
 */
export async function exportAccount(userId: string): Promise<Export> {
  const owned = await db().member.findMany({ where: { userId, role: 'owner' }, select: { workspaceId: true } });
  const workspaceIds = owned.map((each) => each.workspaceId);
  const { email } = await db().user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
  const person = personTables({ userId, email }, workspaceIds);
  const exported = await beginExport({ ...person, ...workspaceTables(workspaceIds) });
  await audit({ actor: actorName({ userId }), action: 'account.exported', target: userId });
  return exported;
}

/**
 * All data stored about a workspace, by table, with the people in it by their ids. Its units, and how it is read, are those
 * of `exportAccount`.
 */
export async function exportWorkspace({ userId, workspaceId }: Actor): Promise<Export> {
  const exported = await beginExport(workspaceTables([workspaceId]));
  await audit({ actor: actorName({ userId }), action: 'workspace.exported', target: workspaceId });
  return exported;
}

/** What others did to a person. A workspace that they gave away may have the same id. */
const PERSONAL = Prisma.sql`(action LIKE 'account.%' OR action LIKE 'sign-in.%' OR action = 'sessions.ended')`;

function personTables({ userId, email }: { userId: string; email: string | null }, owned: string[]) {
  const where = { userId };
  const logged = Prisma.sql`actor = ${actorName({ userId })} OR target = ANY(${owned}) OR (target = ${userId} AND ${PERSONAL})`;
  return {
    User: few(() => db().user.findMany({ where: { id: userId } })),
    Account: few(() => db().account.findMany({ where, omit: PROVIDER_TOKENS })),
    Session: few(() => db().session.findMany({ where, omit: { sessionToken: true } })),
    Memberships: few(() => db().member.findMany({ where, include: { workspace: { select: { name: true } } } })),
    InvitationsReceived: byId('Invitation', Prisma.sql`email = ${email}`, (id) =>
      db().invitation.findMany({ where: { id }, omit: { tokenHash: true } }),
    ),
    Email: byId('Email', Prisma.sql`"userId" = ${userId}`, (id) =>
      db().email.findMany({ where: { id }, omit: { leaseToken: true, leaseUntil: true, error: true } }),
    ),
    AuditLog: byId('AuditLog', logged, (id) => db().auditLog.findMany({ where: { id } })),
  };
}

function workspaceTables(workspaceIds: string[]) {
  const where = { workspaceId: { in: workspaceIds } };
  const own = Prisma.sql`"workspaceId" = ANY(${workspaceIds})`;
  const noError = { error: true } as const;
  return {
    Workspace: few(() => db().workspace.findMany({ where: { id: where.workspaceId } })),
    Member: byKey(
      workspaceIds,
      (workspaceId, userId) =>
        db().member.findMany({ where: { workspaceId, userId }, orderBy: { userId: 'asc' }, take: PAGE }),
      ({ userId }) => userId,
    ),
    Invitation: byId('Invitation', own, (id) => db().invitation.findMany({ where: { id }, omit: { tokenHash: true } })),
    Customer: byId('Customer', own, (id) => db().customer.findMany({ where: { id } })),
    Checkout: byId('Checkout', own, (id) => db().checkout.findMany({ where: { id } })),
    Subscription: byId('Subscription', own, (id) =>
      db().subscription.findMany({ where: { id }, include: { transitions: true, cases: true } }),
    ),
    MrrChange: byId('MrrChange', own, (id) => db().mrrChange.findMany({ where: { id } })),
    Invoice: byId('Invoice', own, (id) => db().invoice.findMany({ where: { id } })),
    Payment: byId('Payment', own, (id) =>
      db().payment.findMany({ where: { id }, include: { refunds: true, disputes: true } }),
    ),
    LicenseKey: byId('LicenseKey', own, (id) => db().licenseKey.findMany({ where: { id } })),
    Grant: byId('Grant', own, (id) => db().grant.findMany({ where: { id } })),
    GivenCredit: byId('GivenCredit', own, (id) => db().givenCredit.findMany({ where: { id }, omit: { actor: true } })),
    GivenAccess: byId('GivenAccess', own, (id) => db().givenAccess.findMany({ where: { id }, omit: { actor: true } })),
    AdoptedContract: byId('Subscription', own, adoptionsOf),
    CreditSpend: byKey(
      workspaceIds,
      (workspaceId, key) =>
        db().creditSpend.findMany({ where: { workspaceId, key }, orderBy: { key: 'asc' }, take: PAGE }),
      ({ key }) => key,
    ),
    SpentCredits: few(() => db().spentCredits.findMany({ where })),
    SelfServiceRefund: few(() => db().selfServiceRefund.findMany({ where })),
    BillingFact: byId('BillingFact', own, (id) => db().billingFact.findMany({ where: { id } })),
    Operation: byId('Operation', own, (id) => db().operation.findMany({ where: { id }, omit: noError })),
    // What the providers sent about the workspace; other events name a customer or subscription of theirs only.
    WebhookEvent: byId('WebhookEvent', own, (id) => db().webhookEvent.findMany({ where: { id }, omit: noError })),
  };
}

/** What operators decided about the subscriptions. */
async function adoptionsOf(id: { in: string[] }) {
  const own = await db().subscription.findMany({
    where: { id },
    select: { provider: true, mode: true, externalId: true },
  });
  return own.length === 0 ? [] : db().adoptedContract.findMany({ where: { OR: own }, omit: { actor: true } });
}
