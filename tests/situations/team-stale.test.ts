import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { requestRefund } from '@/lib/billing/account/refund';
import { startCheckout } from '@/lib/billing/checkout/start';
import { sync } from '@/lib/billing/ledger/sync';
import { db } from '@/lib/db';
import { drainOutbox } from '@/lib/mail/outbox';
import { acceptInvitation } from '@/lib/team/accept';
import { deleteWorkspace } from '@/lib/team/delete-workspace';
import { invite } from '@/lib/team/invite';
import { changeRole, removeMember, transferWorkspace } from '@/lib/team/members';
import { renameWorkspace } from '@/lib/team/rename';
import { loadSeats } from '@/lib/team/seats';
import { asOwner } from '../fixtures/as-owner';
import { buy, newCustomer } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { days, emailsTo, joins, ownerOf, tokenTo } from '../fixtures/team';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

const refused = { code: 'workspace/role', status: 403 };
const missing = { code: 'not-found', status: 404 };
const address = () => `${randomUUID()}@team.test`;

test('an admin who was removed or demoted meanwhile does nothing more, however long a request waited', async () => {
  const owner = await ownerOf(world, 'stripe', 5);
  const admin = await joins(world, owner.id, 'admin');
  const actor = { workspaceId: owner.id, userId: admin.id };
  await changeRole(asOwner(owner), admin.id, 'member');
  await expect(changeRole(actor, admin.id, 'admin')).rejects.toMatchObject(refused);
  await expect(invite(actor, [address()], 'admin')).rejects.toMatchObject(refused);
  await expect(renameWorkspace(actor, 'Mine')).rejects.toMatchObject(refused);
  await removeMember(asOwner(owner), admin.id);
  await expect(removeMember(actor, owner.id)).rejects.toMatchObject(missing);
});

test('nothing is written to a deleted workspace, and its invitations open nothing', async () => {
  const owner = await ownerOf(world, 'stripe', 3);
  const admin = await joins(world, owner.id, 'admin');
  const guest = await newCustomer();
  await invite(asOwner(owner), [guest.email], 'member');
  await world.quiet();
  const token = await tokenTo(world, guest.email);
  await deleteWorkspace(asOwner(owner));
  const actor = { workspaceId: owner.id, userId: admin.id };
  await expect(renameWorkspace(actor, 'Late')).rejects.toMatchObject(missing);
  await expect(invite(actor, [address()], 'member')).rejects.toMatchObject(missing);
  await expect(acceptInvitation(guest, token)).rejects.toMatchObject({ code: 'workspace/invitation-invalid' });
  await expect(
    startCheckout({ ...owner, ...actor }, { plan: 'lifetime', currency: 'USD', provider: 'dodo' }),
  ).rejects.toMatchObject({ status: 404 });
  expect(await db().workspace.findUniqueOrThrow({ where: { id: owner.id } })).toMatchObject({ name: null });
});

test('who deletes one of two workspaces and hands the other over, both together, has a workspace left', async () => {
  const owner = await ownerOf(world, 'stripe', 3);
  const other = await ownerOf(world, 'stripe', 3);
  const next = await joins(world, owner.id);
  await invite(asOwner(other), [owner.email], 'admin');
  await world.quiet();
  await acceptInvitation(owner, await tokenTo(world, owner.email));
  await transferWorkspace(asOwner(other), owner.id);
  await Promise.allSettled([
    transferWorkspace(asOwner(owner), next.id),
    deleteWorkspace({ workspaceId: other.id, userId: owner.id }),
  ]);
  const own = { userId: owner.id, role: 'owner' as const, workspace: { deletedAt: null } };
  expect(await db().member.count({ where: own })).toBeGreaterThan(0);
});

describe.each(PROVIDERS)('through %s', (provider) => {
  test('a new admin gets no email about what happened before', async () => {
    const owner = await ownerOf(world, provider, 3);
    const credits = await buy(world, owner, { plan: 'credits', quantity: 1, currency: 'USD', provider });
    const payment = await db().payment.findFirstOrThrow({ where: { checkoutId: credits.id } });
    await requestRefund(asOwner(owner), payment.id);
    // Dodo pays refunds back later.
    await days(world, 2);
    const admin = await joins(world, owner.id, 'admin');
    const before = (await emailsTo(world, admin.email)).length;
    await sync(provider, { kind: 'payment', id: payment.externalId }, { cause: 'test' });
    await world.quiet();
    expect((await emailsTo(world, admin.email)).length).toBe(before);
    const refunds = await db().email.findMany({ where: { workspaceId: owner.id, kind: 'refund' } });
    expect(refunds.map(({ userId }) => userId)).toEqual([owner.id]);
  });

  test('a team can’t buy Lifetime, which is for one person, and seats next to a Lifetime can be filled', async () => {
    const owner = await ownerOf(world, provider, 3);
    const guest = await joins(world, owner.id);
    const lifetime = { plan: 'lifetime', currency: 'USD', provider } as const;
    await expect(startCheckout(asOwner(owner), lifetime)).rejects.toMatchObject({ code: 'workspace/seats-in-use' });
    await removeMember(asOwner(owner), guest.id);
    await buy(world, owner, lifetime);
    expect(await loadSeats(owner.id)).toMatchObject({ paid: 3 });
  });
});

test('a billing email that waited for another try isn’t sent to someone who no longer reads them', async () => {
  const owner = await ownerOf(world, 'stripe', 3);
  const admin = await joins(world, owner.id, 'admin');
  const about = { workspaceId: owner.id, userId: admin.id };
  const payment = await buy(world, owner, { plan: 'credits', quantity: 1, currency: 'USD', provider: 'stripe' });
  const receipt = await db().email.findFirstOrThrow({ where: { ...about, kind: 'receipt' } });
  expect(payment.state).toBeDefined();
  await db().email.update({ where: { id: receipt.id }, data: { status: 'failed', sentAt: null } });
  await removeMember(asOwner(owner), admin.id);
  await db().email.update({ where: { id: receipt.id }, data: { status: 'waiting', nextAttemptAt: new Date(0) } });
  await drainOutbox();
  expect(await db().email.findUniqueOrThrow({ where: { id: receipt.id } })).toMatchObject({ status: 'dropped' });
});
