import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readSession } from '@/lib/auth/session';
import { db } from '@/lib/db';
import { invite } from '@/lib/team/invite';
import { changeRole, leaveWorkspace, removeMember, transferWorkspace } from '@/lib/team/members';
import { renameWorkspace } from '@/lib/team/rename';
import { workspacesOf } from '@/lib/workspaces/own';
import { switchWorkspace } from '@/lib/workspaces/switch';
import { asOwner } from '../fixtures/as-owner';
import { dashboard } from '../fixtures/by-hand';
import { newCustomer } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { accessIn, days, emailsTo, inSession, joins, ownerOf, rolesIn, shownWorkspace, signIn } from '../fixtures/team';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

const missing = { code: 'not-found', status: 404 };
const owns = { code: 'workspace/owner', status: 409 };

/** Who the provider writes to: the name and address of the workspace's customer there. */
async function payerAt(workspaceId: string) {
  const where = { workspaceId, retiredAt: null };
  const { provider, externalId } = await db().customer.findFirstOrThrow({ where });
  const { stripe, dodo } = dashboard();
  if (provider === 'dodo') {
    const { email, name } = await dodo.customers.retrieve(externalId);
    return { email, name };
  }
  const customer = await stripe.customers.retrieve(externalId);
  if (customer.deleted) throw new Error('The customer was deleted');
  return { email: customer.email, name: customer.name };
}

const receiptsTo = async (address: string) =>
  (await emailsTo(world, address)).filter(({ subject }) => subject.startsWith('Your receipt')).length;

describe.each(PROVIDERS)('through %s', (provider) => {
  test('billing emails go to the owner and the admins, and to none who has left', async () => {
    const owner = await ownerOf(world, provider, 5);
    const [admin, leaving, member] = [
      await joins(world, owner.id, 'admin'),
      await joins(world, owner.id, 'admin'),
      await joins(world, owner.id),
    ];
    const counts = () => Promise.all([owner, admin, leaving, member].map(({ email }) => receiptsTo(email)));
    await days(world, 15);
    expect(await counts()).toEqual([1, 1, 1, 0]);
    const waiting = { userId: leaving.id, workspaceId: owner.id, kind: 'renewing', key: randomUUID(), data: {} };
    await db().email.create({ data: { ...waiting, dueAt: new Date('2100-01-01') } });
    await removeMember(asOwner(owner), leaving.id);
    expect(await db().email.count({ where: { userId: leaving.id, status: 'waiting' } })).toBe(0);
    await changeRole(asOwner(owner), member.id, 'admin');
    await changeRole(asOwner(owner), admin.id, 'member');
    const before = (await emailsTo(world, leaving.email)).length;
    await days(world, 31);
    expect(await counts()).toEqual([2, 1, 1, 1]);
    expect(await emailsTo(world, leaving.email)).toHaveLength(before);
  });

  test('an email that waits goes to those who are admins by then, also to one who was before', async () => {
    const owner = await ownerOf(world, provider, 2);
    const admin = await joins(world, owner.id, 'admin');
    const mail = { userId: owner.id, workspaceId: owner.id, kind: 'renewing', key: randomUUID(), data: {} };
    await db().email.create({ data: { ...mail, dueAt: new Date('2100-01-01') } });
    const waiting = () => db().email.count({ where: { key: mail.key, userId: admin.id, status: 'waiting' } });
    const counts: number[] = [];
    for (const role of ['member', 'admin', 'member', 'admin'] as const) {
      await changeRole(asOwner(owner), admin.id, role);
      counts.push(await waiting());
    }
    expect(counts).toEqual([0, 1, 0, 1]);
  });

  test('a workspace handed over has another owner, here and at the provider, who gets its emails', async () => {
    const owner = await ownerOf(world, provider, 3);
    const [next, member] = [await joins(world, owner.id), await joins(world, owner.id)];
    await db().user.update({ where: { id: next.id }, data: { name: 'Nadia Next' } });
    expect(await payerAt(owner.id)).toEqual({ email: owner.email, name: 'Ada Customer' });
    await transferWorkspace(asOwner(owner), next.id);
    expect(await rolesIn(owner.id)).toEqual([`${owner.id} admin`, `${next.id} owner`, `${member.id} member`].sort());
    expect(await payerAt(owner.id)).toEqual({ email: next.email, name: 'Nadia Next' });
    const [before, created] = await workspacesOf(owner.id);
    expect(before).toEqual({ id: owner.id, name: 'Nadia Next’s workspace', role: 'admin' });
    expect(created).toMatchObject({ name: 'Ada Customer’s workspace', role: 'owner' });
    expect(await db().subscription.count({ where: { workspaceId: created?.id ?? '' } })).toBe(0);
    await removeMember({ workspaceId: owner.id, userId: next.id }, owner.id);
    await days(world, 15);
    expect([await receiptsTo(next.email), await receiptsTo(owner.email)]).toEqual([1, 0]);
  });

  test('a workspace has the name it is given, here and at the provider, else that of its owner', async () => {
    const owner = await ownerOf(world, provider, 2);
    await renameWorkspace(asOwner(owner), 'Analytical Engines');
    expect(await workspacesOf(owner.id)).toMatchObject([{ name: 'Analytical Engines' }]);
    expect(await payerAt(owner.id)).toEqual({ email: owner.email, name: 'Analytical Engines' });
    const next = await joins(world, owner.id);
    await transferWorkspace(asOwner(owner), next.id);
    expect(await payerAt(owner.id)).toEqual({ email: next.email, name: 'Analytical Engines' });
    await renameWorkspace({ workspaceId: owner.id, userId: next.id }, null);
    expect(await payerAt(owner.id)).toEqual({ email: next.email, name: 'Ada Customer' });
  });
});

describe('roles', () => {
  test('change between member and admin, and the next request of the person has the new one', async () => {
    const owner = await ownerOf(world, 'stripe', 2);
    const member = await joins(world, owner.id);
    const token = await signIn(member.id);
    await inSession(token, () => switchWorkspace({ userId: member.id, workspaceId: owner.id }));
    expect(await shownWorkspace(token)).toEqual({ workspaceId: owner.id, role: 'member' });
    await changeRole(asOwner(owner), member.id, 'admin');
    expect(await shownWorkspace(token)).toEqual({ workspaceId: owner.id, role: 'admin' });
    await changeRole(asOwner(owner), member.id, 'member');
    expect(await shownWorkspace(token)).toEqual({ workspaceId: owner.id, role: 'member' });
    const actions = await db().auditLog.findMany({ where: { target: owner.id, action: 'workspace.role-changed' } });
    expect(actions).toMatchObject([
      { actor: `user:${owner.id}`, detail: { member: member.id, role: 'admin' } },
      { actor: `user:${owner.id}`, detail: { member: member.id, role: 'member' } },
    ]);
  });

  test('the owner can’t be removed, demoted, or leave', async () => {
    const owner = await ownerOf(world, 'stripe', 2);
    const admin = await joins(world, owner.id, 'admin');
    const by = { workspaceId: owner.id, userId: admin.id };
    await expect(removeMember(by, owner.id)).rejects.toMatchObject(owns);
    await expect(changeRole(by, owner.id, 'member')).rejects.toMatchObject(owns);
    await expect(leaveWorkspace(asOwner(owner))).rejects.toMatchObject(owns);
    await expect(transferWorkspace(asOwner(owner), owner.id)).rejects.toMatchObject(owns);
    await expect(transferWorkspace(by, owner.id)).rejects.toMatchObject({ code: 'workspace/role' });
    await expect(transferWorkspace(by, admin.id)).rejects.toMatchObject({ code: 'workspace/role', status: 403 });
    expect(await rolesIn(owner.id)).toEqual([`${owner.id} owner`, `${admin.id} admin`].sort());
  });

  test('people who aren’t in the workspace aren’t found, nor is a workspace one isn’t in', async () => {
    const [owner, stranger] = [await ownerOf(world, 'stripe', 2), await newCustomer()];
    for (const id of [stranger.id, randomUUID()]) {
      await expect(changeRole(asOwner(owner), id, 'admin')).rejects.toMatchObject(missing);
      await expect(removeMember(asOwner(owner), id)).rejects.toMatchObject(missing);
      await expect(transferWorkspace(asOwner(owner), id)).rejects.toMatchObject(missing);
    }
    await expect(leaveWorkspace({ workspaceId: owner.id, userId: stranger.id })).rejects.toMatchObject(missing);
    const token = await signIn(stranger.id);
    const move = (workspaceId: string) => inSession(token, () => switchWorkspace({ userId: stranger.id, workspaceId }));
    await expect(move(owner.id)).rejects.toMatchObject(missing);
    await expect(move(randomUUID())).rejects.toMatchObject(missing);
    expect(await shownWorkspace(token)).toEqual({ workspaceId: stranger.id, role: 'owner' });
  });
});

describe('a person who is out', () => {
  test.each(['removed', 'left'])('(%s) has their own workspace again, in every session', async (how) => {
    const owner = await ownerOf(world, 'stripe', 2);
    const member = await joins(world, owner.id);
    const tokens = [await signIn(member.id), await signIn(member.id)];
    for (const token of tokens) {
      await inSession(token, () => switchWorkspace({ userId: member.id, workspaceId: owner.id }));
      expect(await accessIn(token)).toMatchObject({ plan: 'pro', level: 'full' });
    }
    if (how === 'removed') await removeMember(asOwner(owner), member.id);
    else await leaveWorkspace({ workspaceId: owner.id, userId: member.id });
    for (const token of tokens) {
      expect(await shownWorkspace(token)).toEqual({ workspaceId: member.id, role: 'owner' });
      expect(await accessIn(token)).toMatchObject({ plan: 'free', level: 'none' });
    }
    expect((await workspacesOf(member.id)).map(({ id }) => id)).toEqual([member.id]);
    // The seat is free for another person.
    expect(await invite(asOwner(owner), [`${randomUUID()}@team.test`], 'member')).toMatchObject({ sent: 1 });
  });

  test('sees what a session chose, and their own workspace where none was chosen', async () => {
    const owner = await ownerOf(world, 'stripe', 2);
    const member = await joins(world, owner.id);
    const [chosen, other] = [await signIn(member.id), await signIn(member.id)];
    await inSession(chosen, () => switchWorkspace({ userId: member.id, workspaceId: owner.id }));
    expect(await shownWorkspace(chosen)).toEqual({ workspaceId: owner.id, role: 'member' });
    expect(await shownWorkspace(other)).toEqual({ workspaceId: member.id, role: 'owner' });
    // Another person's id in the row opens nothing of theirs.
    await db().session.updateMany({ where: { userId: member.id }, data: { workspaceId: (await newCustomer()).id } });
    expect(await shownWorkspace(chosen)).toEqual({ workspaceId: member.id, role: 'owner' });
    expect((await inSession(chosen, readSession))?.viewed).toBeNull();
  });
});
