import { type Access, decideAccess } from '@/lib/billing/access/decide';
import { loadFacts } from '@/lib/billing/access/facts';
import { storedCoverage } from '@/lib/billing/access/stored-coverage';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import type { AdoptedContract, Prisma } from '@/lib/generated/prisma/client';

const RECENT = 50;

const PERSON = {
  select: {
    ...{ id: true, email: true, name: true, role: true, locale: true, timeZone: true },
    ...{ createdAt: true, deletedAt: true, emailVerified: true },
  },
} as const;

const inOrder = { orderBy: { createdAt: 'asc' as const } };
const PAYMENT = { include: { refunds: inOrder, disputes: inOrder } } as const;

export type CustomerPayment = Prisma.PaymentGetPayload<typeof PAYMENT>;
type Person = Prisma.UserGetPayload<typeof PERSON>;
export type CustomerContract = Prisma.SubscriptionGetPayload<object>;
export type CustomerGift = Prisma.GivenAccessGetPayload<object>;
export type CustomerEmail = Prisma.EmailGetPayload<object>;

export interface CustomerStory {
  readonly person: Person;
  /** Business time at which access was decided. */
  readonly now: Date;
  readonly access: Access;
  readonly contracts: readonly CustomerContract[];
  readonly payments: readonly CustomerPayment[];
  readonly emails: readonly CustomerEmail[];
  readonly providers: readonly {
    readonly provider: string;
    readonly externalId: string;
    readonly retiredAt: Date | null;
  }[];
  readonly sessions: number;
  /** Decisions that a subscription without a price of ours is one of our plans. */
  readonly adopted: readonly AdoptedContract[];
  /** Time of a plan that operators gave, newest first. */
  readonly gifts: readonly CustomerGift[];
}

/** Everything the ledger knows about one customer now; null when there is no such user. */
export async function customerStory(userId: string): Promise<CustomerStory | null> {
  const { mode } = env().world;
  const person = await db().user.findUnique({ where: { id: userId }, ...PERSON });
  if (person === null) return null;
  const [now, facts, contracts, payments, emails, providers, sessions, gifts] = await Promise.all([
    businessNow(),
    loadFacts(userId),
    db().subscription.findMany({ where: { userId, mode }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] }),
    db().payment.findMany({
      where: { userId, mode },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: RECENT,
      ...PAYMENT,
    }),
    db().email.findMany({ where: { userId }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: RECENT }),
    db().customer.findMany({
      where: { userId, mode },
      select: { provider: true, externalId: true, retiredAt: true },
    }),
    db().session.count({ where: { userId, expires: { gt: new Date() } } }),
    db().givenAccess.findMany({ where: { userId, mode }, orderBy: { createdAt: 'desc' }, take: RECENT }),
  ]);
  const adopted = await db().adoptedContract.findMany({
    where: { mode, externalId: { in: contracts.map(({ externalId }) => externalId) } },
  });
  return {
    person,
    now,
    access: decideAccess(facts, now),
    contracts,
    adopted,
    payments,
    emails,
    providers,
    sessions,
    gifts,
  };
}

/** What a contract's payments cover, as spans of time. */
export function coverageOf({ coverage }: CustomerContract) {
  return storedCoverage(coverage).spans;
}

/** One payment of a customer; null when it isn't theirs. */
export function customerPayment(userId: string, id: string): Promise<CustomerPayment | null> {
  return db().payment.findFirst({ where: { id, userId, mode: env().world.mode }, ...PAYMENT });
}
