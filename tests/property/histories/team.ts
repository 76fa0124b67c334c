import DodoPayments from 'dodopayments';
import fc from 'fast-check';
import Stripe from 'stripe';
import { deleteAccount } from '@/lib/account/delete';
import { changePlan, previewChange } from '@/lib/billing/account/change';
import { requestRefund } from '@/lib/billing/account/refund';
import { startCheckout } from '@/lib/billing/checkout/start';
import { db } from '@/lib/db';
import { AppError } from '@/lib/errors';
import { acceptInvitation } from '@/lib/team/accept';
import { deleteWorkspace } from '@/lib/team/delete-workspace';
import { resendInvitation, revokeInvitation } from '@/lib/team/invitations';
import { invite } from '@/lib/team/invite';
import { changeRole, leaveWorkspace, removeMember, transferWorkspace } from '@/lib/team/members';
import type { Actor } from '@/lib/workspaces/actor';
import { type MemberRole, roleIncludes } from '@/lib/workspaces/roles';
import { switchWorkspace } from '@/lib/workspaces/switch';
import { type Customer, newCustomer, pay } from '../../fixtures/customer';
import { inSession, pro, seatsByHand, shownWorkspace, signIn, tokensTo } from '../../fixtures/team';
import type { TestWorld } from '../../fixtures/world';

/** People of one history: the first has seats to begin with. */
export const PEOPLE = 5;

/** What people do in the workspace their browser shows, and the least role that the app lets do it. */
const ACTS = {
  ...{ invite: 'admin', revoke: 'admin', resend: 'admin', remove: 'admin', role: 'admin' },
  ...{ accept: 'member', leave: 'member', switch: 'member', expire: 'member', dashboard: 'member', account: 'member' },
  ...{ seats: 'admin', buy: 'admin', refund: 'admin', transfer: 'owner', delete: 'owner' },
} as const satisfies Record<string, MemberRole>;
type Act = keyof typeof ACTS;

export interface Step {
  readonly act: Act;
  readonly who: number;
  readonly to: number;
  /** Seats, or which of several. */
  readonly n: number;
}

export interface History {
  readonly provider: 'stripe' | 'dodo';
  readonly seats: number;
  /** Steps that begin in the same moment, and the days that pass after them. */
  readonly rounds: readonly { readonly steps: readonly Step[]; readonly days: number }[];
}

const weights: readonly [number, readonly Act[]][] = [
  [10, ['invite', 'accept']],
  [5, ['seats', 'dashboard', 'transfer', 'resend']],
  [3, ['remove', 'role', 'revoke', 'leave', 'expire', 'buy', 'switch']],
  [1, ['refund', 'delete', 'account']],
];
const act = fc.oneof(
  ...weights.flatMap(([weight, acts]) => acts.map((it) => ({ weight, arbitrary: fc.constant(it) }))),
);
const person = fc.nat({ max: PEOPLE - 1 });
const step: fc.Arbitrary<Step> = fc.record({ act, who: person, to: person, n: fc.integer({ min: 1, max: 5 }) });
const round = fc.record({
  steps: fc.array(step, { minLength: 2, maxLength: 6 }),
  days: fc.constantFrom(0, 0, 0, 16, 32),
});

export const histories: fc.Arbitrary<History> = fc.record({
  provider: fc.constantFrom('stripe' as const, 'dodo' as const),
  seats: fc.integer({ min: 3, max: 5 }),
  rounds: fc.array(round, { minLength: 5, maxLength: 10 }),
});

export interface Person extends Customer {
  /** The cookie of their browser. */
  readonly token: string;
}

export async function cast(): Promise<Person[]> {
  const people: Person[] = [];
  for (let index = 0; index < PEOPLE; index += 1) {
    const customer = await newCustomer();
    people.push({ ...customer, token: await signIn(customer.id) });
  }
  return people;
}

/** An expected error, and what a provider refuses to a dashboard, are normal; anything else fails the history. */
export async function play(world: TestWorld, people: readonly Person[], history: History, it: Step): Promise<void> {
  const found = await actorFor(people, it);
  if (found === null) return;
  const { by, workspaceId } = found;
  const to = await targetIn(people, workspaceId, it);
  if (to === undefined) return;
  try {
    await perform(world, { history, people, by, to, actor: { userId: by.id, workspaceId } }, it);
    done.set(it.act, (done.get(it.act) ?? 0) + 1);
  } catch (error) {
    const refused = error instanceof Stripe.errors.StripeError || error instanceof DodoPayments.APIError;
    if (!(error instanceof AppError) && !(it.act === 'dashboard' && refused)) throw error;
  }
}

/** How often each act came to its end. */
export const done = new Map<Act, number>();

/** One of the people who may do it: for most acts, one whose workspace has a plan; for an acceptance, one who is invited. */
async function actorFor(people: readonly Person[], { act, who }: Step) {
  const able: { by: Person; workspaceId: string }[] = [];
  for (const by of people) {
    const shown = await shownWorkspace(by.token);
    if (shown !== null && roleIncludes(shown.role, ACTS[act])) able.push({ by, workspaceId: shown.workspaceId });
  }
  const open = { acceptedAt: null, revokedAt: null, held: false, email: { in: people.map(({ email }) => email) } };
  const invited = await db().invitation.findMany({ where: open, select: { email: true } });
  const plans = await db().subscription.findMany({ where: { isCurrent: true }, select: { workspaceId: true } });
  const isLikely = ({ by, workspaceId }: (typeof able)[number]) =>
    act === 'accept'
      ? invited.some(({ email }) => email === by.email)
      : plans.some((plan) => plan.workspaceId === workspaceId);
  const likely = act === 'switch' || act === 'buy' ? able : able.filter(isLikely);
  const pool = likely.length > 0 ? likely : able;
  return pool[who % Math.max(1, pool.length)] ?? null;
}

/** Whom it is about: a member of the workspace, where only those can be meant, else any of the people. */
async function targetIn(
  people: readonly Person[],
  workspaceId: string,
  { act, to }: Step,
): Promise<Person | undefined> {
  if (act !== 'remove' && act !== 'role' && act !== 'transfer') return people[to];
  const members = await db().member.findMany({ where: { workspaceId, role: { not: 'owner' } } });
  const there = people.filter(({ id }) => members.some(({ userId }) => userId === id));
  return there[to % Math.max(1, there.length)];
}

interface Scene {
  readonly history: History;
  readonly people: readonly Person[];
  readonly by: Person;
  readonly to: Person;
  readonly actor: Actor;
}

async function perform(world: TestWorld, { history, people, by, to, actor }: Scene, { act, n }: Step): Promise<void> {
  const { workspaceId } = actor;
  const role = n % 2 === 0 ? 'admin' : 'member';
  switch (act) {
    case 'invite': {
      const from = people.indexOf(to);
      const addresses = people.slice(from, from + n).map(({ email }) => email);
      return void (await invite(actor, addresses, role));
    }
    case 'accept': {
      const tokens = await tokensTo(world, by.email);
      const token = tokens[(n - 1) % Math.max(1, Math.min(2, tokens.length))];
      if (token === undefined) return;
      const joined = await acceptInvitation(by, token);
      return inSession(by.token, () => switchWorkspace({ userId: by.id, workspaceId: joined }));
    }
    case 'resend':
    case 'revoke': {
      const rows = await db().invitation.findMany({ where: { workspaceId }, orderBy: { createdAt: 'desc' }, take: n });
      const id = rows.at(-1)?.id;
      if (id === undefined) return;
      return act === 'resend' ? resendInvitation(actor, id) : revokeInvitation(actor, id);
    }
    case 'expire':
      return void (await db().invitation.updateMany({ where: { workspaceId }, data: { expiresAt: new Date(0) } }));
    case 'remove':
      return removeMember(actor, to.id);
    case 'role':
      return changeRole(actor, to.id, role);
    case 'leave':
      return leaveWorkspace(actor);
    case 'transfer':
      return transferWorkspace(actor, to.id);
    case 'switch':
      return inSession(by.token, () => switchWorkspace({ userId: by.id, workspaceId: to.id }));
    case 'seats': {
      const wanted = { plan: 'pro', interval: 'month', quantity: n } as const;
      const { terms } = await previewChange(workspaceId, wanted);
      return changePlan(actor, wanted, terms);
    }
    case 'dashboard': {
      const held = await db().subscription.count({ where: { workspaceId, isCurrent: true } });
      return held === 0 ? undefined : seatsByHand(world, workspaceId, n);
    }
    case 'buy':
      return purchase(world, { ...by, ...actor }, history.provider, n);
    case 'refund': {
      const where = { workspaceId, status: 'succeeded' as const };
      const payment = await db().payment.findFirst({ where, orderBy: { createdAt: 'desc' } });
      return payment === null ? undefined : requestRefund(actor, payment.id);
    }
    case 'delete':
      return deleteWorkspace(actor);
    case 'account':
      return deleteAccount(by.id);
  }
}

/** Opens a checkout for the workspace and pays it. */
export async function purchase(
  world: TestWorld,
  buyer: Actor & { readonly email: string },
  provider: 'stripe' | 'dodo',
  seats: number,
): Promise<void> {
  const { url } = await startCheckout(buyer, pro(provider, seats));
  const checkout = await db().checkout.findFirst({ where: { url }, orderBy: { createdAt: 'desc' } });
  // Another person has opened a newer one for the workspace in the meantime.
  if (checkout === null) return;
  // Another person may have paid or closed the page in the meantime: the provider says so.
  await pay(world, checkout).catch((error: unknown) => {
    if (!(error instanceof Error) || !error.message.startsWith('Paying answered 4')) throw error;
  });
}
