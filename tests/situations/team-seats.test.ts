import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { loadAccess } from '@/lib/billing/access/get-access';
import { previewChange, undoChange } from '@/lib/billing/account/change';
import { startCheckout } from '@/lib/billing/checkout/start';
import { db } from '@/lib/db';
import { acceptInvitation } from '@/lib/team/accept';
import { revokeInvitation } from '@/lib/team/invitations';
import { invite } from '@/lib/team/invite';
import { removeMember, transferWorkspace } from '@/lib/team/members';
import { loadSeats } from '@/lib/team/seats';
import { asOwner } from '../fixtures/as-owner';
import { buy, type Customer, newCustomer, pay } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import {
  accessIn,
  changeSeats,
  days,
  emailsTo,
  heldBy,
  joins,
  ownerOf,
  pro,
  seatsByHand,
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
const starter = { plan: 'starter', interval: 'month', currency: 'USD' } as const;
const access = async (workspaceId: string) => (await loadAccess(workspaceId)).access;

/** The access that every person of a workspace has in it, through a session of theirs. */
async function accessOfAll(people: readonly Customer[], workspaceId: string) {
  const answers: unknown[] = [];
  for (const { id } of people) {
    const token = await signIn(id);
    await db().session.updateMany({ where: { userId: id }, data: { workspaceId } });
    const { plan, level, reason } = (await accessIn(token)) ?? {};
    answers.push(level === 'full' ? [plan, level] : [plan, level, reason]);
  }
  return answers;
}

describe.each(PROVIDERS)('through %s', (provider) => {
  test('as many seats as were ordered are paid for, and a workspace without a plan has one', async () => {
    const owner = await newCustomer();
    expect(await loadSeats(owner.id)).toEqual({ paid: 1, members: 1, invited: 0, held: 0, most: 1 });
    await buy(world, owner, pro(provider, 3));
    expect(await heldBy(owner.id)).toMatchObject({ provider, sku: 'pro_month', quantity: 3, amount: 8700n });
    expect(await access(owner.id)).toMatchObject({ plan: 'pro', level: 'full', seats: 3 });
    expect(await loadSeats(owner.id)).toEqual({ paid: 3, members: 1, invited: 0, held: 0, most: 100 });
  });

  test('invitations beyond the seats wait, and are sent when more seats are paid for', async () => {
    const owner = await ownerOf(world, provider, 2, true);
    const [first, second, third] = [address(), address(), address()];
    expect(await invite(asOwner(owner), [first, second, third], 'member')).toEqual({
      ...{ sent: 1, held: 2, seatsNeeded: 4 },
    });
    await world.quiet();
    expect(await loadSeats(owner.id)).toMatchObject({ paid: 2, members: 1, invited: 1, held: 2 });
    for (const to of [second, third]) expect(await emailsTo(world, to), to).toEqual([]);
    await changeSeats(world, owner.id, 4);
    expect(await loadSeats(owner.id)).toMatchObject({ paid: 4, members: 1, invited: 3, held: 0 });
    for (const to of [first, second, third]) expect(await emailsTo(world, to), to).toHaveLength(1);
    const guest = await db().user.create({ data: { email: third } });
    expect(await acceptInvitation({ id: guest.id, email: third }, await tokenTo(world, third))).toBe(owner.id);
  });

  test('a revoked invitation makes room for one that waits', async () => {
    const owner = await ownerOf(world, provider, 2);
    const [first, second] = [address(), address()];
    await invite(asOwner(owner), [first, second], 'member');
    const { id } = await db().invitation.findFirstOrThrow({ where: { workspaceId: owner.id, held: false } });
    await revokeInvitation(asOwner(owner), id);
    await world.quiet();
    expect([(await emailsTo(world, first)).length, (await emailsTo(world, second)).length]).toEqual([0, 1]);
    expect(await loadSeats(owner.id)).toMatchObject({ invited: 1, held: 0 });
  });

  test('fewer seats than people in the dashboard: all may only look, until enough have left', async () => {
    const owner = await ownerOf(world, provider, 3);
    const members = [await joins(world, owner.id), await joins(world, owner.id)];
    const everyone = [owner, ...members];
    const [full, over] = [
      ['pro', 'full'],
      ['pro', 'read_only', 'over_seats'],
    ];
    expect(await accessOfAll(everyone, owner.id)).toEqual([full, full, full]);
    await seatsByHand(world, owner.id, 1);
    await world.quiet();
    expect(await access(owner.id)).toMatchObject({ seats: 1, until: null });
    expect(await accessOfAll(everyone, owner.id)).toEqual([over, over, over]);
    await removeMember(asOwner(owner), members[0]?.id ?? '');
    expect(await accessOfAll([owner], owner.id)).toEqual([over]);
    await removeMember(asOwner(owner), members[1]?.id ?? '');
    expect(await accessOfAll([owner], owner.id)).toEqual([full]);
  });

  test('fewer seats in the dashboard than were invited: who comes last finds the workspace full', async () => {
    const owner = await ownerOf(world, provider, 3);
    const [first, last] = [await newCustomer(), await newCustomer()];
    await invite(asOwner(owner), [first.email, last.email], 'member');
    await world.quiet();
    await seatsByHand(world, owner.id, 2);
    await world.quiet();
    await acceptInvitation(first, await tokenTo(world, first.email));
    const token = await tokenTo(world, last.email);
    await expect(acceptInvitation(last, token)).rejects.toMatchObject({ code: 'workspace/seats-full', status: 409 });
    expect(await access(owner.id)).toMatchObject({ level: 'full', seats: 2 });
    await seatsByHand(world, owner.id, 3);
    await world.quiet();
    expect(await acceptInvitation(last, token)).toBe(owner.id);
  });

  test('seats in use can’t be dropped; those that a planned change drops can’t be taken meanwhile', async () => {
    const owner = await ownerOf(world, provider, 4, true);
    const member = await joins(world, owner.id);
    await invite(asOwner(owner), [address()], 'member');
    const seats = (quantity: number) => ({ plan: 'pro', interval: 'month', quantity }) as const;
    const inUse = { code: 'workspace/seats-in-use', status: 409 };
    await expect(previewChange(owner.id, seats(2))).rejects.toMatchObject(inUse);
    await expect(previewChange(owner.id, { plan: 'starter', interval: 'month' })).rejects.toMatchObject(inUse);
    await changeSeats(world, owner.id, 3);
    expect(await access(owner.id)).toMatchObject({ seats: 4 });
    expect(await loadSeats(owner.id)).toMatchObject({ paid: 3, members: 2, invited: 1 });
    expect(await invite(asOwner(owner), [address()], 'member')).toMatchObject({ sent: 0, held: 1 });
    await undoChange(asOwner(owner));
    await world.quiet();
    expect(await loadSeats(owner.id)).toMatchObject({ paid: 4, members: 2, invited: 2, held: 0 });
    await removeMember(asOwner(owner), member.id);
    await db().invitation.updateMany({ where: { workspaceId: owner.id }, data: { revokedAt: new Date() } });
    await changeSeats(world, owner.id, 1);
    await days(world, 32);
    expect(await loadSeats(owner.id)).toMatchObject({ paid: 1, members: 1, invited: 0 });
  });

  test('a plan is sold for as many people as there are', async () => {
    const owner = await ownerOf(world, provider, 3);
    await joins(world, owner.id);
    await world.control('clock', { advanceDays: 1 });
    const { externalId } = await heldBy(owner.id);
    await db().subscription.updateMany({ where: { externalId }, data: { isCurrent: false, status: 'ended' } });
    const by = asOwner(owner);
    const inUse = { code: 'workspace/seats-in-use' };
    await expect(startCheckout(by, pro(provider, 1))).rejects.toMatchObject(inUse);
    await expect(startCheckout(by, { ...starter, provider })).rejects.toMatchObject(inUse);
    const { url } = await startCheckout(by, { plan: 'pro', interval: 'month', currency: 'USD', provider });
    expect(await db().checkout.findFirstOrThrow({ where: { url } })).toMatchObject({ quantity: 2 });
  });

  test('a trial is one per person, also in a workspace of others', async () => {
    const [host, person] = [await newCustomer(), await newCustomer()];
    await db().member.create({ data: { workspaceId: host.id, userId: person.id, role: 'admin' } });
    const there = { ...person, workspaceId: host.id, userId: person.id };
    const opened = async (by: Parameters<typeof startCheckout>[0]) => {
      const { url } = await startCheckout(by, pro(provider, 2));
      return db().checkout.findFirstOrThrow({ where: { url }, orderBy: { createdAt: 'desc' } });
    };
    const own = await opened(asOwner(person));
    const theirs = await opened(there);
    expect([own.trialDays, theirs.trialDays]).toEqual([14, 14]);
    await pay(world, theirs);
    await world.quiet();
    await pay(world, own);
    await world.quiet();
    expect(await heldBy(host.id)).toMatchObject({ status: 'trialing' });
    expect(await access(person.id)).toMatchObject({ level: 'none' });
    expect(await db().email.count({ where: { kind: 'second-trial', userId: person.id } })).toBe(1);
    expect((await opened(asOwner(person))).trialDays).toBe(0);
    // The owner of that workspace hasn't had one.
    await transferWorkspace(asOwner(host), person.id);
    const { workspaceId } = await db().member.findFirstOrThrow({ where: { userId: host.id, role: 'owner' } });
    expect((await opened({ ...host, workspaceId, userId: host.id })).trialDays).toBe(14);
  });

  test('an owner who handed a workspace over has no second trial in the new one', async () => {
    const owner = await ownerOf(world, provider, 2);
    const member = await joins(world, owner.id);
    await transferWorkspace(asOwner(owner), member.id);
    const { workspaceId } = await db().member.findFirstOrThrow({ where: { userId: owner.id, role: 'owner' } });
    const { url } = await startCheckout({ ...owner, workspaceId, userId: owner.id }, pro(provider, 1));
    expect(await db().checkout.findFirstOrThrow({ where: { url } })).toMatchObject({ workspaceId, trialDays: 0 });
  });
});

describe('the most that a plan sells', () => {
  test('is one without a plan, and in a plan for one person', async () => {
    const owner = await newCustomer();
    const full = { code: 'workspace/seats-full', status: 409 };
    await expect(invite(asOwner(owner), [address()], 'member')).rejects.toMatchObject(full);
    await buy(world, owner, { ...starter, provider: 'stripe' });
    await expect(invite(asOwner(owner), [address()], 'member')).rejects.toMatchObject(full);
    expect(await loadSeats(owner.id)).toEqual({ paid: 1, members: 1, invited: 0, held: 0, most: 1 });
    expect(await db().invitation.count({ where: { workspaceId: owner.id } })).toBe(0);
  });

  test('includes invitations that wait', async () => {
    const owner = await ownerOf(world, 'stripe', 2);
    const expiresAt = new Date(Date.now() + 3_600_000);
    const row = { workspaceId: owner.id, role: 'member' as const, invitedById: owner.id, held: true, expiresAt };
    const rows = Array.from({ length: 97 }, () => ({ ...row, email: address(), tokenHash: randomUUID() }));
    await db().invitation.createMany({ data: rows });
    const [first, second, third] = [address(), address(), address()];
    const full = { code: 'workspace/seats-full' };
    await expect(invite(asOwner(owner), [first, second, third], 'member')).rejects.toMatchObject(full);
    expect(await invite(asOwner(owner), [first, second], 'member')).toEqual({ sent: 1, held: 1, seatsNeeded: 100 });
    await expect(invite(asOwner(owner), [third], 'member')).rejects.toMatchObject(full);
  });
});
