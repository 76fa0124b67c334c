import { type Access, decideAccess } from '@/lib/billing/access/decide';
import { loadFacts } from '@/lib/billing/access/facts';
import { storedCoverage } from '@/lib/billing/access/stored-coverage';
import type { Mode, Provider } from '@/lib/billing/types';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import type { AdoptedContract, Prisma } from '@/lib/generated/prisma/client';
import { emailsAbout } from './owned';
import { type CustomerTeam, customerTeam, type OtherWorkspace, otherWorkspaces } from './team';

const RECENT = 50;

const PERSON = {
  select: {
    ...{ id: true, email: true, name: true, role: true, locale: true, timeZone: true },
    ...{ createdAt: true, deletedAt: true, emailVerified: true },
  },
} as const;

const PEOPLE = {
  select: {
    ...{ id: true, name: true, deletedAt: true },
    members: { select: { role: true, createdAt: true, user: PERSON }, orderBy: { createdAt: 'asc' } },
  },
} as const;

const inOrder = { orderBy: { createdAt: 'asc' as const } };
const PAYMENT = {
  include: { refunds: inOrder, disputes: inOrder, subscription: { select: { externalId: true } } },
} as const;

export type CustomerPayment = Prisma.PaymentGetPayload<typeof PAYMENT>;
type Person = Prisma.UserGetPayload<typeof PERSON>;
export type CustomerContract = Prisma.SubscriptionGetPayload<object>;
export type CustomerGift = Prisma.GivenAccessGetPayload<object>;
export type CustomerEmail = Prisma.EmailGetPayload<object>;

export interface CustomerStory {
  readonly workspace: Prisma.WorkspaceGetPayload<typeof PEOPLE>;
  /** The workspace's owner. */
  readonly person: Person;
  /** Its people, seats, and invitations; null for one person who never invited anyone. */
  readonly team: CustomerTeam | null;
  /** The other workspaces that the owner is in or invited to. */
  readonly others: readonly OtherWorkspace[];
  /** Business time at which access was decided. */
  readonly now: Date;
  readonly access: Access;
  readonly contracts: readonly CustomerContract[];
  readonly payments: readonly CustomerPayment[];
  readonly emails: readonly CustomerEmail[];
  readonly providers: readonly {
    readonly provider: Provider;
    readonly mode: Mode;
    readonly externalId: string;
    readonly retiredAt: Date | null;
  }[];
  readonly sessions: number;
  /** Decisions that a subscription without a price of ours is one of our plans. */
  readonly adopted: readonly AdoptedContract[];
  /** Time of a plan that operators gave, newest first. */
  readonly gifts: readonly CustomerGift[];
}

/** Everything the ledger knows about one customer now; null when there is no such workspace. */
export async function customerStory(workspaceId: string): Promise<CustomerStory | null> {
  const { mode } = env().payments;
  const workspace = await db().workspace.findUnique({ where: { id: workspaceId }, ...PEOPLE });
  const owner = workspace?.members.find(({ role }) => role === 'owner');
  if (!workspace || owner === undefined) return null;
  const person = owner.user;
  const people = workspace.members.map(({ user }) => user.id);
  const [now, team, others, facts, contracts, payments, emails, providers, sessions, gifts] = await Promise.all([
    businessNow(),
    customerTeam(workspaceId, workspace.members),
    otherWorkspaces(person, workspaceId),
    loadFacts(workspaceId),
    db().subscription.findMany({ where: { workspaceId, mode }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] }),
    db().payment.findMany({
      where: { workspaceId, mode },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: RECENT,
      ...PAYMENT,
    }),
    db().email.findMany({
      where: emailsAbout(workspaceId, people),
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: RECENT,
    }),
    db().customer.findMany({
      where: { workspaceId, mode },
      select: { provider: true, mode: true, externalId: true, retiredAt: true },
    }),
    db().session.count({ where: { userId: { in: people }, expires: { gt: new Date() } } }),
    db().givenAccess.findMany({ where: { workspaceId, mode }, orderBy: { createdAt: 'desc' }, take: RECENT }),
  ]);
  const adopted = await db().adoptedContract.findMany({
    where: {
      provider: { in: ['stripe', 'dodo'] },
      mode,
      externalId: { in: contracts.map(({ externalId }) => externalId) },
    },
  });
  return {
    workspace,
    person,
    team,
    others,
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
export function customerPayment(workspaceId: string, id: string): Promise<CustomerPayment | null> {
  return db().payment.findFirst({ where: { id, workspaceId, mode: env().payments.mode }, ...PAYMENT });
}
