import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decideAccess } from '@/lib/billing/access/decide';
import { loadFacts } from '@/lib/billing/access/facts';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { acceptInvitation } from '@/lib/team/accept';
import { invite } from '@/lib/team/invite';
import { loadSeats, type Seats } from '@/lib/team/seats';
import { switchWorkspace } from '@/lib/workspaces/switch';
import { asOwner } from '../../fixtures/as-owner';
import { drainBilling } from '../../fixtures/drain';
import { accessIn, inSession, shownWorkspace, tokensTo } from '../../fixtures/team';
import { startWorld, type TestWorld } from '../../fixtures/world';
import { cast, done, type History, histories, type Person, play, purchase, type Step } from '../histories/team';

/** Histories: `npm test` plays some, `npm run test:property` hundreds. Each has several people and many steps. */
const RUNS = Math.ceil(Number(process.env.PROPERTY_RUNS ?? 100) / 10);

/** The seed that a failure printed, to play the same histories again. */
const SEED = process.env.PROPERTY_SEED;

const HOLD = {
  over: 'a workspace with more people than paid seats doesn’t have full access',
  grown: 'no act of ours makes people and invitations more than the seats',
  owner: 'each workspace has one owner, whose account isn’t deleted',
  stranger: 'a session shows only workspaces the person is in, and always one while the account exists',
  access: 'the access of each person is that of the workspace their session shows',
} as const;

/** A sentence did not hold. */
class Untrue extends Error {
  override readonly name = 'Untrue';
  constructor(
    readonly sentence: keyof typeof HOLD,
    words: string,
  ) {
    super(`${HOLD[sentence]}: ${words}`);
  }
}

function hold(sentence: keyof typeof HOLD, holds: boolean, ...about: unknown[]): void {
  if (!holds) throw new Untrue(sentence, inspect(about, { depth: 5 }));
}

const taken = ({ members, invited }: Seats) => members + invited;
const SEATED: readonly Step['act'][] = ['seats', 'dashboard', 'buy'];
const seen = { histories: 0, checks: 0, teams: 0, over: 0 };
let outcome: fc.RunDetails<[History]>;

/** Seats of every workspace that isn't deleted; what was true of them before, and the most that any step has paid for. */
async function checkWorkspaces(
  before: ReadonlyMap<string, Seats>,
  steps: readonly Step[],
): Promise<Map<string, Seats>> {
  const now = new Map<string, Seats>();
  const workspaces = await db().workspace.findMany({
    where: { deletedAt: null },
    include: { members: { include: { user: { select: { deletedAt: true } } } } },
  });
  const most = Math.max(...steps.filter(({ act }) => SEATED.includes(act)).map(({ n }) => n), 1);
  for (const { id, members } of workspaces) {
    const owners = members.filter(({ role }) => role === 'owner');
    hold('owner', owners.length === 1 && members.every(({ user }) => user.deletedAt === null), id, members);
    const seats = await loadSeats(id);
    const { level, seats: paid } = decideAccess(await loadFacts(id), await businessNow());
    hold('over', level !== 'full' || seats.members <= Math.max(1, paid), id, level, paid, seats);
    const was = before.get(id);
    const allowed = Math.max(seats.paid, most, was === undefined ? 1 : Math.max(taken(was), was.paid));
    hold('grown', taken(seats) <= allowed, id, { was, is: seats, steps });
    if (seats.members > 1) seen.teams += 1;
    if (taken(seats) > seats.paid) seen.over += 1;
    now.set(id, seats);
  }
  return now;
}

async function checkPeople(people: readonly Person[]): Promise<void> {
  const all = await db().workspace.findMany({ select: { id: true } });
  for (const { id: userId, token } of people) {
    const { deletedAt } = await db().user.findUniqueOrThrow({ where: { id: userId } });
    const shown = await shownWorkspace(token);
    hold('stranger', (shown === null) === (deletedAt !== null), userId, shown, deletedAt);
    if (shown === null) continue;
    const facts = await loadFacts(shown.workspaceId);
    const access = await accessIn(token);
    const now = await businessNow();
    const expected = decideAccess(facts, now);
    hold('access', inspect(access) === inspect(expected), userId, shown, access, expected);
    // Whatever a session's row says, it shows nothing that the person isn't in.
    const { workspaceId: chosen } = await db().session.findFirstOrThrow({ where: { userId } });
    for (const { id } of all) {
      await db().session.updateMany({ where: { userId }, data: { workspaceId: id } });
      const there = await shownWorkspace(token);
      const where = { userId, workspaceId: there?.workspaceId ?? '', workspace: { deletedAt: null } };
      const member = await db().member.findFirst({ where });
      hold('stranger', member !== null && member.role === there?.role, userId, id, there, member);
    }
    await db().session.updateMany({ where: { userId }, data: { workspaceId: chosen } });
    seen.checks += 1;
  }
}

async function playHistory(world: TestWorld, history: History): Promise<void> {
  const people = await cast();
  const [first] = people;
  if (first === undefined) throw new Error('There are people');
  await purchase(world, asOwner(first), history.provider, history.seats);
  await world.quiet();
  await gather(world, people.slice(0, history.seats));
  // Past the trial, so that changes and refunds are about money.
  await pass(world, 20);
  let seats = await checkWorkspaces(new Map(), []);
  for (const { steps, days } of history.rounds) {
    await Promise.all([...steps.map((it) => play(world, people, history, it)), drainBilling()]);
    await world.quiet();
    seats = await checkWorkspaces(seats, steps);
    await checkPeople(people);
    if (days === 0) continue;
    await pass(world, days);
    seats = await checkWorkspaces(seats, []);
  }
}

/** The first invites as many as there are seats; the last of them doesn't accept yet. */
async function gather(world: TestWorld, [owner, ...others]: readonly Person[]): Promise<void> {
  if (owner === undefined) return;
  const addresses = others.map(({ email }) => email);
  await invite(asOwner(owner), addresses, 'admin');
  await world.quiet();
  for (const person of others.slice(0, -1)) {
    const [token = ''] = await tokensTo(world, person.email);
    await acceptInvitation(person, token);
    await inSession(person.token, () => switchWorkspace({ userId: person.id, workspaceId: owner.id }));
  }
}

async function pass(world: TestWorld, days: number): Promise<void> {
  await world.control('clock', { advanceDays: days });
  await world.quiet();
}

beforeAll(async () => {
  const world = await startWorld();
  outcome = await fc.check(
    fc.asyncProperty(histories, async (history) => {
      await playHistory(world, history);
      seen.histories += 1;
      await world.restart();
    }),
    { numRuns: RUNS, endOnFailure: true, ...(SEED === undefined ? {} : { seed: Number(SEED) }) },
  );
  console.log(`${seen.histories} histories, ${seen.checks} people, ${seen.teams} teams, ${seen.over} over their seats`);
  console.log([...done].map(([act, count]) => `${act} ${count}`).join(', '));
}, 7_200_000);

afterAll(() => {
  if (!outcome.failed) return;
  console.log(`PROPERTY_SEED=${outcome.seed} plays these histories again; it was number ${outcome.numRuns}`);
});

test('the histories were played to their end, and teams came up in them', () => {
  const { errorInstance: error } = outcome;
  expect(error == null ? null : inspect(error)).toBeNull();
  expect(seen.histories).toBe(RUNS);
  expect(seen.teams).toBeGreaterThan(0);
});

test.each(Object.entries(HOLD))('%s: %s', (sentence) => {
  const { errorInstance: error } = outcome;
  expect(error instanceof Untrue && error.sentence === sentence ? error.message : '').toBe('');
  expect(seen.checks).toBeGreaterThan(0);
});
