import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { after, PAGE_SIZE, type Page, readCursor, toPage } from './page';

export interface Found {
  readonly id: string;
  readonly email: string | null;
  readonly name: string | null;
  readonly createdAt: Date;
  readonly deletedAt: Date | null;
}

const SHOWN = { id: true, email: true, name: true, createdAt: true, deletedAt: true } as const;

/**
 * Customers by the start of their email, by an id of ours, or by an id of a provider: of a customer, subscription,
 * payment, invoice, refund, or dispute. Without a text, everyone, newest first. Every lookup has an index.
 */
export async function findCustomers(text: string, cursor: string | undefined): Promise<Page<Found>> {
  const wanted = text.trim();
  if (wanted === '') {
    const rows = await db().user.findMany({
      where: after('createdAt', readCursor(cursor)),
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: PAGE_SIZE + 1,
      select: SHOWN,
    });
    return toPage(rows, ({ createdAt }) => createdAt);
  }
  const [owners, byEmail] = await Promise.all([
    ownersOf(wanted),
    db().user.findMany({
      where: { email: { startsWith: wanted.toLowerCase() } },
      orderBy: { email: 'asc' },
      take: PAGE_SIZE,
      select: SHOWN,
    }),
  ]);
  const byId = await db().user.findMany({ where: { id: { in: [wanted, ...owners] } }, select: SHOWN });
  const seen = new Set(byId.map(({ id }) => id));
  return { rows: [...byId, ...byEmail.filter(({ id }) => !seen.has(id))], next: null };
}

/** Users to whom something with this id belongs. */
async function ownersOf(id: string): Promise<string[]> {
  const { mode } = env().world;
  const where = { mode, provider: { in: ['stripe' as const, 'dodo' as const] }, externalId: id };
  const owner = { select: { userId: true } } as const;
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
  return [...new Set(rows.flat().map(({ userId }) => userId))];
}
