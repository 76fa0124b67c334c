import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { db } from '@/lib/db';
import { drainProvider } from '@/lib/drain';
import { runJob } from '@/lib/jobs';
import { removeMember } from '@/lib/team/members';
import { loadTeam } from '@/lib/team/team';
import { asOwner } from '../fixtures/as-owner';
import { newCustomer } from '../fixtures/customer';
import { changeSeats, emailsTo, joins, ownerOf } from '../fixtures/team';
import { statementsOf } from '../fixtures/watch-statements';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  await db().invitation.deleteMany();
});
afterEach(() => world.calm());

const DAY = 86_400_000;
const fromNow = (days: number) => new Date(Date.now() + days * DAY);
const address = () => `${randomUUID()}@team.test`;

/** Invitations of a workspace that wait for a seat. */
async function hold(workspaceId: string, addresses: readonly string[], expiresAt = fromNow(7)): Promise<void> {
  const { userId: invitedById } = asOwner(workspaceId);
  const row = { workspaceId, invitedById, role: 'member' as const, held: true, expiresAt };
  await db().invitation.createMany({ data: addresses.map((email) => ({ ...row, email, tokenHash: randomUUID() })) });
}

/** The statements of one round that are about invitations or lock a workspace. */
async function askedInARound(): Promise<string[]> {
  const all = await statementsOf(() => drainProvider('stripe'));
  return all.filter((text) => text.includes('"Invitation"') || text.includes('pg_try_advisory_xact_lock'));
}

test('a workspace whose plan is unpaid is looked at one time, not in every round', async () => {
  const owner = await ownerOf(world, 'stripe', 3);
  await db().subscription.updateMany({ where: { workspaceId: owner.id }, data: { status: 'unpaid' } });
  await hold(owner.id, [address()]);
  await drainProvider('stripe');
  const asked = await askedInARound();
  expect(asked.length, asked.join('\n')).toBeLessThanOrEqual(1);
  expect(await db().invitation.count({ where: { held: true } })).toBe(1);
});

test('seats that are paid for after it was looked at send what waits in the next round', async () => {
  const owner = await ownerOf(world, 'stripe', 1, true);
  const to = address();
  await hold(owner.id, [to]);
  await drainProvider('stripe');
  await changeSeats(world, owner.id, 2);
  expect(await emailsTo(world, to)).toHaveLength(1);
});

test('so does a member who is removed', async () => {
  const owner = await ownerOf(world, 'dodo', 2);
  const member = await joins(world, owner.id);
  const to = address();
  await hold(owner.id, [to]);
  await drainProvider('dodo');
  await removeMember(asOwner(owner), member.id);
  await world.quiet();
  expect(await emailsTo(world, to)).toHaveLength(1);
});

test('one run of the job looks at more workspaces than a round does', async () => {
  const owner = await ownerOf(world, 'stripe', 2);
  const poor = await newCustomer();
  await hold(
    poor.id,
    Array.from({ length: 250 }, () => address()),
  );
  const to = address();
  await hold(owner.id, [to]);
  await runJob('billing');
  expect(await db().invitation.count({ where: { workspaceId: owner.id, held: false } })).toBe(1);
  await world.quiet();
  expect(await emailsTo(world, to)).toHaveLength(1);
});

test('a workspace that fails is tried again soon', async () => {
  const owner = await ownerOf(world, 'stripe', 2);
  const to = address();
  await hold(owner.id, [to]);
  await db().$executeRaw`ALTER TABLE "Email" ADD CONSTRAINT broken CHECK (kind <> 'invitation') NOT VALID`;
  try {
    await drainProvider('stripe');
  } finally {
    await db().$executeRaw`ALTER TABLE "Email" DROP CONSTRAINT broken`;
  }
  const { nextAttemptAt } = await db().invitation.findFirstOrThrow({ where: { email: to, held: true } });
  expect(nextAttemptAt.getTime()).toBeLessThan(Date.now() + 30_000);
});

test('what expired without a seat is shown for a week, costs a round nothing, and is then revoked', async () => {
  const owner = await newCustomer();
  const [old, young] = [address(), address()];
  await hold(owner.id, [old], fromNow(-8));
  await hold(owner.id, [young], fromNow(-1));
  await drainProvider('stripe');
  const shown = async () => (await loadTeam(owner.id)).invitations.map(({ email, state }) => [email, state]);
  expect(await shown()).toEqual([[young, 'expired']]);
  const { nextAttemptAt } = await db().invitation.findFirstOrThrow({ where: { email: young } });
  expect(Math.round((nextAttemptAt.getTime() - Date.now()) / DAY)).toBe(6);
  await db().invitation.updateMany({
    where: { email: young },
    data: { expiresAt: fromNow(-8), nextAttemptAt: fromNow(-1) },
  });
  await drainProvider('stripe');
  expect(await shown()).toEqual([]);
});
