import { db } from '@/lib/db';
import { env } from '@/lib/env';
import type { Prisma } from '@/lib/generated/prisma/client';
import { ownerIn, WITH_OWNER } from '@/lib/workspaces/owner';
import { after, PAGE_SIZE, type Page, readCursor, toPage } from './page';

export interface Found {
  readonly id: string;
  readonly email: string | null;
  readonly name: string | null;
  readonly createdAt: Date;
  readonly deletedAt: Date | null;
}

const SHOWN = {
  select: { ...WITH_OWNER.select, createdAt: true, deletedAt: true },
} as const;

/**
 * Workspaces by the start of a member's email, by the address of someone they invited who has no account, by an id of ours, or
 * by an id of a provider: of a customer, subscription, payment, invoice, refund, or dispute. Without a text, everyone, newest
 * first. Every lookup has an index.
 */
export async function findCustomers(text: string, cursor: string | undefined): Promise<Page<Found>> {
  const wanted = text.trim();
  if (wanted === '') {
    const rows = await db().workspace.findMany({
      where: after('createdAt', readCursor(cursor)),
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: PAGE_SIZE + 1,
      ...SHOWN,
    });
    const { rows: shown, next } = toPage(rows, ({ createdAt }) => createdAt);
    return { rows: shown.map(toFound), next };
  }
  const [owners, people] = await Promise.all([
    ownersOf(wanted),
    db().user.findMany({
      where: { OR: [{ id: wanted }, { email: { startsWith: wanted.toLowerCase() } }] },
      orderBy: { email: 'asc' },
      take: PAGE_SIZE,
      select: { email: true, memberships: { select: { workspaceId: true } } },
    }),
  ]);
  const joined = people.flatMap(({ memberships }) => memberships);
  const address = wanted.toLowerCase();
  // The page of someone with an account says where they are invited.
  const invited = people.some(({ email }) => email === address) ? [] : await invitedAs(address);
  const ids = [wanted, ...owners, ...[...joined, ...invited].map(({ workspaceId }) => workspaceId)];
  const found = await db().workspace.findMany({ where: { id: { in: ids } }, ...SHOWN });
  found.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  return { rows: found.map(toFound), next: null };
}

/** By its own name, if it has one, and its owner's. */
function toFound(workspace: Prisma.WorkspaceGetPayload<typeof SHOWN>): Found {
  const { email, name } = ownerIn(workspace);
  const { id, createdAt, deletedAt } = workspace;
  return { id, email, name: workspace.name ?? name, createdAt, deletedAt };
}

function invitedAs(email: string): Promise<{ readonly workspaceId: string }[]> {
  return db().invitation.findMany({
    where: { email },
    orderBy: { createdAt: 'desc' },
    take: PAGE_SIZE,
    select: { workspaceId: true },
  });
}

/** Workspaces to which something with this id belongs. */
async function ownersOf(id: string): Promise<string[]> {
  const { mode } = env().payments;
  const where = { mode, provider: { in: ['stripe' as const, 'dodo' as const] }, externalId: id };
  const owner = { select: { workspaceId: true } } as const;
  const byPayment = { select: { payment: owner } } as const;
  const rows = await Promise.all([
    db().customer.findMany({ where, ...owner }),
    db().subscription.findMany({ where, ...owner }),
    db().payment.findMany({ where, ...owner }),
    db().invoice.findMany({ where, ...owner }),
    db().subscription.findMany({ where: { id }, ...owner }),
    db().payment.findMany({ where: { id }, ...owner }),
    db().operation.findMany({ where: { id }, ...owner }),
    db().checkout.findMany({ where: { id }, ...owner }),
    db()
      .refund.findMany({ where, ...byPayment })
      .then((found) => found.map(({ payment }) => payment)),
    db()
      .dispute.findMany({ where, ...byPayment })
      .then((found) => found.map(({ payment }) => payment)),
  ]);
  return [...new Set(rows.flat().map(({ workspaceId }) => workspaceId))];
}
