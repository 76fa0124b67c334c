import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { deleteAccount } from '@/lib/account/delete';
import { exportAccount, exportWorkspace } from '@/lib/account/export';
import { driver } from '@/lib/billing/providers';
import { db } from '@/lib/db';
import { acceptInvitation } from '@/lib/team/accept';
import { deleteWorkspace } from '@/lib/team/delete-workspace';
import { invite } from '@/lib/team/invite';
import { leaveWorkspace, transferWorkspace } from '@/lib/team/members';
import { loadSeats } from '@/lib/team/seats';
import { workspacesOf } from '@/lib/workspaces/own';
import { asOwner } from '../fixtures/as-owner';
import { newCustomer } from '../fixtures/customer';
import { readExport } from '../fixtures/exported';
import { minutesPass } from '../fixtures/operations';
import { PROVIDERS } from '../fixtures/providers';
import { emailsTo, heldBy, joins, ownerOf, rolesIn, shownWorkspace, signIn, tokenTo } from '../fixtures/team';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

const address = () => `${randomUUID()}@team.test`;

/** Tables that contain a text anywhere, as a search through a database dump would find them. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await db().$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`;
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await db().$queryRawUnsafe<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM "${name}" AS row WHERE strpos(row::text, $1) > 0`,
      text,
    );
    if ((row?.count ?? 0) > 0) found.push(name);
  }
  return found;
}

/** What the provider says about a workspace's subscription now. */
async function statusAt(workspaceId: string) {
  const { provider, externalId } = await db().subscription.findFirstOrThrow({ where: { workspaceId } });
  const seen = await driver(provider).fetch({ kind: 'subscription', id: externalId }, []);
  return seen.kind === 'subscription' ? seen.subscription.status : seen.kind;
}

describe.each(PROVIDERS)('through %s', (provider) => {
  test('a deleted workspace is canceled at the provider first; its people have their own again', async () => {
    const owner = await ownerOf(world, provider, 4);
    const member = await joins(world, owner.id, 'admin');
    const guest = await newCustomer();
    await invite(asOwner(owner), [guest.email], 'member');
    await world.quiet();
    const link = await tokenTo(world, guest.email);
    const [ownerToken, memberToken] = [await signIn(owner.id), await signIn(member.id)];
    await db().session.updateMany({ where: { userId: member.id }, data: { workspaceId: owner.id } });

    const byAdmin = { workspaceId: owner.id, userId: member.id };
    await expect(deleteWorkspace(byAdmin)).rejects.toMatchObject({ code: 'workspace/role', status: 403 });
    expect(await statusAt(owner.id)).toBe('trialing');
    await world.control('faults', { kind: '500', provider });
    await expect(deleteWorkspace(asOwner(owner))).rejects.toMatchObject({ name: 'AppError' });
    expect(await rolesIn(owner.id)).toHaveLength(2);
    expect(await db().workspace.findUnique({ where: { id: owner.id } })).toMatchObject({ deletedAt: null });
    await world.calm();
    await minutesPass(world, owner.id);

    await deleteWorkspace(asOwner(owner));
    expect(await statusAt(owner.id)).toBe('ended');
    await world.quiet();
    expect(await db().subscription.findFirst({ where: { workspaceId: owner.id } })).toMatchObject({ status: 'ended' });
    expect(await rolesIn(owner.id)).toEqual([`${owner.id} owner`]);
    const [empty, ...others] = await workspacesOf(owner.id);
    expect(others).toEqual([]);
    expect(empty?.id).not.toBe(owner.id);
    expect(await loadSeats(empty?.id ?? '')).toEqual({ paid: 1, members: 1, invited: 0, held: 0, most: 1 });
    expect(await shownWorkspace(ownerToken)).toEqual({ workspaceId: empty?.id, role: 'owner' });
    expect(await shownWorkspace(memberToken)).toEqual({ workspaceId: member.id, role: 'owner' });
    await expect(acceptInvitation(guest, link)).rejects.toMatchObject({ code: 'workspace/invitation-invalid' });
    expect(await tablesWith(guest.email)).toEqual(['User']);
  });

  test('an account with people in its workspace stays; one that is only a member leaves', async () => {
    const owner = await ownerOf(world, provider, 4);
    const member = await joins(world, owner.id, 'admin');
    await expect(deleteAccount(owner.id)).rejects.toMatchObject({ code: 'workspace/has-members', status: 409 });
    expect(await heldBy(owner.id)).toMatchObject({ status: 'trialing' });
    expect(await db().user.findUnique({ where: { id: owner.id } })).toMatchObject({ email: owner.email });

    const later = address();
    await invite({ workspaceId: owner.id, userId: member.id }, [later], 'member');
    await deleteAccount(member.id);
    await world.quiet();
    expect(await rolesIn(owner.id)).toEqual([`${owner.id} owner`]);
    expect(await heldBy(owner.id)).toMatchObject({ status: 'trialing' });
    expect(await tablesWith(member.email)).toEqual([]);
    // Invitations they sent stay.
    expect(await emailsTo(world, later)).toHaveLength(1);
    expect(await loadSeats(owner.id)).toMatchObject({ members: 1, invited: 1 });
    await deleteAccount(owner.id);
    await world.quiet();
    expect(await statusAt(owner.id)).toBe('ended');
    for (const text of [owner.email, later]) expect(await tablesWith(text), text).toEqual([]);
  });
});

test('deleting an account removes its name from invitations that were sent', async () => {
  const owner = await ownerOf(world, 'stripe', 3);
  const name = `Canary ${randomUUID()}`;
  await db().user.update({ where: { id: owner.id }, data: { name } });
  const guest = address();
  await invite(asOwner(owner), [guest], 'member');
  await world.quiet();
  expect((await emailsTo(world, guest))[0]?.subject).toContain(name);
  await deleteAccount(owner.id);
  await world.quiet();
  expect(await tablesWith(name)).toEqual([]);
});

test('an account that was invited elsewhere is gone from that invitation, and its seat is free', async () => {
  const [owner, guest] = [await ownerOf(world, 'stripe', 2), await newCustomer()];
  await invite(asOwner(owner), [guest.email], 'member');
  await world.quiet();
  const link = await tokenTo(world, guest.email);
  await deleteAccount(guest.id);
  await world.quiet();
  expect(await tablesWith(guest.email)).toEqual([]);
  expect(await loadSeats(owner.id)).toMatchObject({ members: 1, invited: 0 });
  await expect(acceptInvitation(guest, link)).rejects.toMatchObject({ code: 'workspace/invitation-invalid' });
});

test('an account that handed its workspaces over and deleted others still owns one, then leaves', async () => {
  const owner = await ownerOf(world, 'stripe', 2);
  await deleteWorkspace(asOwner(owner));
  const [second] = await workspacesOf(owner.id);
  const actor = { workspaceId: second?.id ?? '', userId: owner.id };
  const next = await newCustomer();
  await db().member.create({ data: { workspaceId: actor.workspaceId, userId: next.id, role: 'member' } });
  await transferWorkspace(actor, next.id);
  await leaveWorkspace(actor);
  const token = await signIn(owner.id);
  expect(await shownWorkspace(token)).toMatchObject({ role: 'owner' });
  expect(await workspacesOf(owner.id)).toMatchObject([{ role: 'owner' }]);
  await deleteAccount(owner.id);
  expect(await shownWorkspace(token)).toBeNull();
  expect(await rolesIn(actor.workspaceId)).toEqual([`${next.id} owner`]);
});

test('an export of a workspace has its people and invitations, and nothing that opens them', async () => {
  const owner = await ownerOf(world, 'stripe', 3);
  const member = await joins(world, owner.id);
  const [guest, stranger] = [address(), await ownerOf(world, 'dodo', 2)];
  await invite(asOwner(owner), [guest], 'member');
  const { text, tables, rowsOf } = await readExport(await exportWorkspace(asOwner(owner)));
  expect(tables.Workspace).toMatchObject([{ id: owner.id }]);
  expect(
    rowsOf('Member')
      .map(({ userId }) => userId)
      .sort(),
  ).toEqual([owner.id, member.id].sort());
  expect(
    rowsOf('Invitation')
      .map(({ email }) => email)
      .sort(),
  ).toEqual([guest, member.email].sort());
  expect(tables.Subscription).toMatchObject([{ workspaceId: owner.id, quantity: 3 }]);
  const hashes = await db().invitation.findMany({ where: { workspaceId: owner.id }, select: { tokenHash: true } });
  for (const { tokenHash } of hashes) expect(text).not.toContain(tokenHash);
  for (const id of [stranger.id, stranger.email]) expect(text).not.toContain(id);
  // A member's own export has what is theirs, and not the money of the workspace.
  const own = await readExport(await exportAccount(member.id));
  expect(
    own
      .rowsOf('Memberships')
      .map(({ workspaceId }) => workspaceId)
      .sort(),
  ).toEqual([owner.id, member.id].sort());
  expect(own.tables.InvitationsReceived).toMatchObject([{ workspaceId: owner.id }]);
  expect([own.tables.Subscription, own.tables.Payment]).toEqual([[], []]);
  expect(own.text).not.toContain(guest);
});
