import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { deleteAccount } from '@/lib/account/delete';
import { loadAccess } from '@/lib/billing/access/get-access';
import { changePlan, previewChange } from '@/lib/billing/account/change';
import { db } from '@/lib/db';
import { AppError } from '@/lib/errors';
import { acceptInvitation } from '@/lib/team/accept';
import { sendHeld } from '@/lib/team/held';
import { resendInvitation, revokeInvitation } from '@/lib/team/invitations';
import { invite } from '@/lib/team/invite';
import { leaveWorkspace, removeMember, transferWorkspace } from '@/lib/team/members';
import { loadSeats } from '@/lib/team/seats';
import { asOwner } from '../fixtures/as-owner';
import { type Customer, newCustomer } from '../fixtures/customer';
import {
  days,
  emailsTo,
  joins,
  ownerOf,
  rolesIn,
  seatsByHand,
  shownWorkspace,
  signIn,
  tokenTo,
} from '../fixtures/team';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

const address = () => `${randomUUID()}@team.test`;
/** Times that a race is run whose order isn't ours to decide. */
const ROUNDS = 6;

/** Starts everything in the same moment; answers `done`, or the code of each error, which must be an expected one. */
async function race(...works: (() => Promise<unknown>)[]): Promise<string[]> {
  const outcomes = await Promise.allSettled(works.map((work) => work()));
  return outcomes.map((outcome) => {
    if (outcome.status === 'fulfilled') return 'done';
    if (outcome.reason instanceof AppError) return outcome.reason.code;
    throw outcome.reason;
  });
}

async function invited(owner: Customer, role: 'member' | 'admin' = 'member') {
  const guest = await newCustomer();
  await invite(asOwner(owner), [guest.email], role);
  await world.quiet();
  const { id } = await db().invitation.findFirstOrThrow({ where: { email: guest.email } });
  return { guest, id, token: await tokenTo(world, guest.email) };
}

const owners = (workspaceId: string) =>
  db().member.findMany({ where: { workspaceId, role: 'owner' }, select: { user: { select: { deletedAt: true } } } });

test('two admins who invite for the last seat: one invitation is sent, the other waits', async () => {
  const owner = await ownerOf(world, 'stripe', 3);
  const admin = await joins(world, owner.id, 'admin');
  const [one, two] = [address(), address()];
  const answers = await Promise.all([
    invite(asOwner(owner), [one], 'member'),
    invite({ workspaceId: owner.id, userId: admin.id }, [two], 'member'),
  ]);
  expect(answers.map(({ sent, held }) => [sent, held]).sort()).toEqual([
    [0, 1],
    [1, 0],
  ]);
  await Promise.all([world.quiet(), sendHeld(owner.id), sendHeld(owner.id)]);
  expect((await emailsTo(world, one)).length + (await emailsTo(world, two)).length).toBe(1);
  expect(await loadSeats(owner.id)).toMatchObject({ paid: 3, members: 2, invited: 1, held: 1 });
});

test('two admins who invite the same address send one invitation', async () => {
  const owner = await ownerOf(world, 'stripe', 4);
  const admin = await joins(world, owner.id, 'admin');
  const guest = address();
  const answers = await Promise.all([
    invite(asOwner(owner), [guest], 'member'),
    invite({ workspaceId: owner.id, userId: admin.id }, [guest], 'admin'),
  ]);
  expect(answers.map(({ sent }) => sent).sort()).toEqual([0, 1]);
  await world.quiet();
  expect(await emailsTo(world, guest)).toHaveLength(1);
});

test('a link opened twice in the same moment makes one member', async () => {
  const owner = await ownerOf(world, 'stripe', 3);
  const { guest, token } = await invited(owner);
  const accept = () => acceptInvitation(guest, token);
  expect((await race(accept, accept, accept)).sort()).toEqual([
    ...['done', 'workspace/invitation-invalid', 'workspace/invitation-invalid'],
  ]);
  expect(await rolesIn(owner.id)).toHaveLength(2);
  expect(await db().auditLog.count({ where: { target: owner.id, action: 'workspace.joined' } })).toBe(1);
});

test('a link that is opened while it is revoked either works or is revoked', async () => {
  const owner = await ownerOf(world, 'stripe', 2 + ROUNDS);
  for (let round = 0; round < ROUNDS; round += 1) {
    const { guest, id, token } = await invited(owner);
    const [accepted, revoked] = await race(
      () => acceptInvitation(guest, token),
      () => revokeInvitation(asOwner(owner), id),
    );
    const isIn = (await db().member.count({ where: { workspaceId: owner.id, userId: guest.id } })) === 1;
    expect([accepted, revoked]).toEqual(isIn ? ['done', 'not-found'] : ['workspace/invitation-invalid', 'done']);
  }
});

test('a link that is opened while it is sent again makes one member and leaves none open', async () => {
  const owner = await ownerOf(world, 'stripe', 2 + ROUNDS);
  for (let round = 0; round < ROUNDS; round += 1) {
    const { guest, id, token } = await invited(owner);
    const [accepted, resent] = await race(
      () => acceptInvitation(guest, token),
      () => resendInvitation(asOwner(owner), id),
    );
    await world.quiet();
    if (accepted === 'done') expect(resent).toBe('not-found');
    else await acceptInvitation(guest, await tokenTo(world, guest.email));
    expect(await loadSeats(owner.id)).toMatchObject({ members: 2 + round, invited: 0 });
  }
});

test('two people who accept for one seat left: one is in', async () => {
  const owner = await ownerOf(world, 'stripe', 3);
  const [one, two] = [await invited(owner), await invited(owner)];
  await seatsByHand(world, owner.id, 2);
  await world.quiet();
  const answers = await race(
    ...[one, two].map(
      ({ guest, token }) =>
        () =>
          acceptInvitation(guest, token),
    ),
  );
  expect(answers.sort()).toEqual(['done', 'workspace/seats-full']);
  expect((await loadAccess(owner.id)).access).toMatchObject({ level: 'full', seats: 2 });
});

test('a workspace that is handed over to two people has one owner', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const owner = await newCustomer();
    const people = [await newCustomer(), await newCustomer()];
    const rows = people.map(({ id: userId }) => ({ workspaceId: owner.id, userId, role: 'admin' as const }));
    await db().member.createMany({ data: rows });
    const answers = await race(
      ...people.map(
        ({ id }) =>
          () =>
            transferWorkspace(asOwner(owner), id),
      ),
    );
    expect(answers.sort()).toEqual(['done', 'workspace/role']);
    expect(await owners(owner.id)).toHaveLength(1);
    expect(await db().member.count({ where: { userId: owner.id, role: 'owner' } })).toBe(1);
  }
});

test.each(['removed', 'gone'])('a person who is %s while the workspace is handed over to them', async (how) => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const [owner, next] = [await newCustomer(), await newCustomer()];
    await db().member.create({ data: { workspaceId: owner.id, userId: next.id, role: 'admin' } });
    const there = { workspaceId: owner.id, userId: next.id };
    const [handed, out] = await race(
      () => transferWorkspace(asOwner(owner), next.id),
      () => (how === 'removed' ? removeMember(asOwner(owner), next.id) : leaveWorkspace(there)),
    );
    expect([handed, out]).toEqual(handed === 'done' ? ['done', 'workspace/owner'] : ['not-found', 'done']);
    expect(await owners(owner.id)).toHaveLength(1);
  }
});

test('an account that is deleted while a workspace is handed over to it owns nothing', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const [owner, next] = [await newCustomer(), await newCustomer()];
    await db().member.create({ data: { workspaceId: owner.id, userId: next.id, role: 'admin' } });
    const answers = await race(
      () => transferWorkspace(asOwner(owner), next.id),
      () => deleteAccount(next.id),
    );
    expect(await owners(owner.id), answers.join()).toEqual([{ user: { deletedAt: null } }]);
    expect(['done,workspace/has-members', 'not-found,done']).toContain(answers.join());
    expect(await shownWorkspace(await signIn(owner.id))).not.toBeNull();
  }
});

test('an account that is deleted while it accepts an invitation takes no seat', async () => {
  const owner = await ownerOf(world, 'stripe', 2 + ROUNDS);
  for (let round = 0; round < ROUNDS; round += 1) {
    const { guest, token } = await invited(owner);
    await race(
      () => acceptInvitation(guest, token),
      () => deleteAccount(guest.id),
    );
    expect(await rolesIn(owner.id)).toEqual([`${owner.id} owner`]);
    expect(await loadSeats(owner.id)).toMatchObject({ members: 1, invited: 0 });
  }
});

test('an account that is deleted while a person joins its workspace is either gone or has a member', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const owner = await ownerOf(world, 'stripe', 2);
    const { guest, token } = await invited(owner);
    const [accepted, gone] = await race(
      () => acceptInvitation(guest, token),
      () => deleteAccount(owner.id),
    );
    const left = await db().workspace.findUniqueOrThrow({ where: { id: owner.id }, include: { members: true } });
    if (gone === 'done') expect(left).toMatchObject({ deletedAt: expect.any(Date), members: [{ userId: owner.id }] });
    else expect([accepted, gone, left.members.length]).toEqual(['done', 'workspace/has-members', 2]);
    expect((await shownWorkspace(await signIn(guest.id)))?.workspaceId).toBe(guest.id);
  }
});

test('a reduction of seats while people are invited to them leaves a seat for each', async () => {
  const owner = await ownerOf(world, 'stripe', 2, true);
  const seats = { plan: 'pro', interval: 'month', quantity: 1 } as const;
  const { terms } = await previewChange(owner.id, seats);
  await race(
    () => changePlan(asOwner(owner), seats, terms),
    () => invite(asOwner(owner), [address()], 'member'),
  );
  await world.quiet();
  const { paid, members, invited: sent } = await loadSeats(owner.id);
  expect(members + sent).toBeLessThanOrEqual(paid);
  await days(world, 31);
  expect((await loadAccess(owner.id)).access).toMatchObject({ level: 'full' });
});
