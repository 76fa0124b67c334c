import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { db } from '@/lib/db';
import { mailboxOf } from '@/lib/email-address';
import { drainOutbox } from '@/lib/mail/outbox';
import { resendMail } from '@/lib/mail/resend';
import { limit } from '@/lib/rate-limit';
import { acceptInvitation, openInvitation } from '@/lib/team/accept';
import { MAX_ADDRESSES, parseAddresses } from '@/lib/team/addresses';
import { resendInvitation, revokeInvitation } from '@/lib/team/invitations';
import { invite } from '@/lib/team/invite';
import { changeRole, removeMember } from '@/lib/team/members';
import { loadSeats } from '@/lib/team/seats';
import { loadTeam } from '@/lib/team/team';
import { asOwner } from '../fixtures/as-owner';
import { newCustomer } from '../fixtures/customer';
import { emailsTo, joins, ownerOf, rolesIn, tokensTo, tokenTo } from '../fixtures/team';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.restart());

const address = (name: string) => `${name}-${randomUUID()}@team.test`;
const open = (workspaceId: string) =>
  db().invitation.findFirstOrThrow({ where: { workspaceId, acceptedAt: null, revokedAt: null } });
const tooMany = { code: 'request/too-many', status: 429 };
const expire = (workspaceId: string) =>
  db().invitation.updateMany({ where: { workspaceId, acceptedAt: null }, data: { expiresAt: new Date(0) } });

/** A workspace with an open invitation to a person with an account. */
async function invited(seats = 2) {
  const [owner, guest] = [await ownerOf(world, 'stripe', seats), await newCustomer()];
  await db().user.update({ where: { id: guest.id }, data: { name: 'Guest Name' } });
  await invite(asOwner(owner), [guest.email], 'member');
  await world.quiet();
  return { owner, guest, token: await tokenTo(world, guest.email), invitation: await open(owner.id) };
}

describe('addresses in a form', () => {
  test('are separated by lines, spaces, commas, or semicolons, and each counts once', () => {
    const typed = 'Ada@Example.test, bob@example.test;ada@example.test\r\n  cem@example.test\n';
    expect(parseAddresses(typed)).toEqual(['ada@example.test', 'bob@example.test', 'cem@example.test']);
  });

  test.each(['', ' \n,;', 'ada@example.test, bob', 'ada@@example.test', 'Ada <ada@example.test>'])(
    'are refused as a whole when one is invalid: %j',
    (typed) => {
      expect(parseAddresses(typed)).toBeNull();
    },
  );

  test('are refused above the most of one form', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `p${index}@example.test`).join('\n');
    expect(parseAddresses(many(MAX_ADDRESSES))).toHaveLength(MAX_ADDRESSES);
    expect(parseAddresses(many(MAX_ADDRESSES + 1))).toBeNull();
  });
});

describe('an invitation', () => {
  test('goes to several people in one form; members and people already invited are left out', async () => {
    const owner = await ownerOf(world, 'stripe', 6);
    const member = await joins(world, owner.id);
    const [first, second, third] = [address('first'), address('second'), address('third')];
    expect(await invite(asOwner(owner), [first], 'member')).toEqual({ sent: 1, held: 0, seatsNeeded: 3 });
    const typed = parseAddresses(
      `${first}\n${owner.email}, ${member.email}; ${second} ${second.toUpperCase()} ${third}`,
    );
    expect(await invite(asOwner(owner), typed ?? [], 'admin')).toEqual({ sent: 2, held: 0, seatsNeeded: 5 });
    await world.quiet();
    for (const to of [first, second, third]) expect(await emailsTo(world, to), to).toHaveLength(1);
    expect(await emailsTo(world, owner.email)).toEqual([]);
    expect(await emailsTo(world, member.email)).toHaveLength(1);
    expect(await loadSeats(owner.id)).toEqual({ paid: 6, members: 2, invited: 3, held: 0, most: 100 });
    const { invitations, members } = await loadTeam(owner.id);
    expect(invitations.map(({ email, role, state }) => [email, role, state])).toEqual([
      [first, 'member', 'sent'],
      [second, 'admin', 'sent'],
      [third, 'admin', 'sent'],
    ]);
    expect(members.map(({ userId, role }) => [userId, role])).toEqual([
      [owner.id, 'owner'],
      [member.id, 'member'],
    ]);
  });

  test('says who invites, opens for its address only, and works once', async () => {
    const { owner, guest, token } = await invited();
    const [mail] = await emailsTo(world, guest.email);
    expect(mail?.subject).toContain('Ada Customer invited you');
    expect(mail?.text).toContain('Hi Guest Name,');
    const other = await newCustomer();
    await expect(openInvitation(other, token)).rejects.toMatchObject({ code: 'workspace/other-address', status: 403 });
    await expect(acceptInvitation(other, token)).rejects.toMatchObject({ code: 'workspace/other-address' });
    expect(await openInvitation(guest, token)).toEqual({
      ...{ workspaceId: owner.id, workspace: 'Ada Customer’s workspace' },
      ...{ invitedBy: 'Ada Customer', role: 'member' },
    });
    expect(await acceptInvitation(guest, token)).toBe(owner.id);
    expect(await rolesIn(owner.id)).toEqual([`${owner.id} owner`, `${guest.id} member`].sort());
    for (const person of [guest, other])
      await expect(acceptInvitation(person, token)).rejects.toMatchObject({
        ...{ code: 'workspace/invitation-invalid', status: 410 },
      });
    await removeMember(asOwner(owner), guest.id);
    await expect(acceptInvitation(guest, token)).rejects.toMatchObject({ code: 'workspace/invitation-invalid' });
  });

  test('is stored without what its link opens', async () => {
    const { token } = await invited();
    for (const table of ['Invitation', 'Email']) {
      const [row] = await db().$queryRawUnsafe<{ count: number }[]>(
        `SELECT count(*)::int AS count FROM "${table}" AS row WHERE strpos(row::text, $1) > 0`,
        token,
      );
      expect(row?.count, table).toBe(0);
    }
  });

  test.each(['expired', 'revoked', 'made up'])('opens nothing when it is %s', async (how) => {
    const { owner, guest, token, invitation } = await invited();
    if (how === 'expired') await expire(owner.id);
    if (how === 'revoked') await revokeInvitation(asOwner(owner), invitation.id);
    const used = how === 'made up' ? `${token}x` : token;
    const invalid = { code: 'workspace/invitation-invalid', status: 410 };
    await expect(openInvitation(guest, used)).rejects.toMatchObject(invalid);
    await expect(acceptInvitation(guest, used)).rejects.toMatchObject(invalid);
    expect(await rolesIn(owner.id)).toEqual([`${owner.id} owner`]);
    // Its seat is free again, and the address may be invited again.
    expect(await loadSeats(owner.id)).toMatchObject({ invited: how === 'made up' ? 1 : 0 });
    if (how === 'made up') return;
    expect(await invite(asOwner(owner), [guest.email], 'admin')).toMatchObject({ sent: 1 });
    await world.quiet();
    await acceptInvitation(guest, await tokenTo(world, guest.email));
    expect(await rolesIn(owner.id)).toContain(`${guest.id} admin`);
  });

  test('sent again has another link, and the link before stops working', async () => {
    const { owner, guest, token, invitation } = await invited();
    await resendInvitation(asOwner(owner), invitation.id);
    await world.quiet();
    const [newest = '', ...before] = await tokensTo(world, guest.email);
    expect(before).toEqual([token]);
    expect(newest).not.toBe(token);
    await expect(acceptInvitation(guest, token)).rejects.toMatchObject({ code: 'workspace/invitation-invalid' });
    expect(await acceptInvitation(guest, newest)).toBe(owner.id);
  });

  test('of another workspace can’t be sent again or revoked', async () => {
    const { invitation, token, guest } = await invited();
    const other = await ownerOf(world, 'stripe', 2);
    const missing = { code: 'not-found', status: 404 };
    await expect(resendInvitation(asOwner(other), invitation.id)).rejects.toMatchObject(missing);
    await expect(revokeInvitation(asOwner(other), invitation.id)).rejects.toMatchObject(missing);
    await expect(revokeInvitation(asOwner(other), randomUUID())).rejects.toMatchObject(missing);
    expect(await openInvitation(guest, token)).toMatchObject({ role: 'member' });
  });

  test('that has expired takes a seat again when it is sent again, if there is one', async () => {
    const { owner, guest, invitation } = await invited(2);
    await expire(owner.id);
    await invite(asOwner(owner), [address('next')], 'member');
    await expire(owner.id);
    await resendInvitation(asOwner(owner), (await open(owner.id)).id);
    const again = { code: 'not-found' };
    await expect(resendInvitation(asOwner(owner), invitation.id)).rejects.toMatchObject(again);
    expect(await loadSeats(owner.id)).toMatchObject({ paid: 2, members: 1, invited: 1 });
    await expect(invite(asOwner(owner), [guest.email], 'member')).resolves.toMatchObject({ sent: 0, held: 1 });
  });

  test('that has expired isn’t sent again once another person has its seat', async () => {
    const { owner, guest, invitation } = await invited(2);
    await expire(owner.id);
    const late = await newCustomer();
    await db().member.create({ data: { workspaceId: owner.id, userId: late.id, role: 'member' } });
    const full = { code: 'workspace/seats-full', status: 409 };
    await expect(resendInvitation(asOwner(owner), invitation.id)).rejects.toMatchObject(full);
    await world.quiet();
    expect(await emailsTo(world, guest.email)).toHaveLength(1);
    expect(await loadSeats(owner.id)).toMatchObject({ paid: 2, members: 2, invited: 0 });
  });

  test('greets people without an account by no name, and reaches them again if an operator resends it', async () => {
    const [owner, guest] = [await ownerOf(world, 'stripe', 2), address('new')];
    await invite(asOwner(owner), [guest], 'member');
    await world.quiet();
    expect((await emailsTo(world, guest))[0]?.text).toMatch(/^Hi,$/m);
    const { id } = await db().email.findFirstOrThrow({ where: { userId: owner.id, kind: 'invitation' } });
    await resendMail(id, 'admin:1', { again: true });
    await world.quiet();
    const [first, second, ...others] = await tokensTo(world, guest);
    expect(others).toEqual([]);
    expect(second).toBe(first);
    expect(await tokensTo(world, owner.email)).toEqual([]);
  });

  test('arrives even if the person who invited is no longer an admin by then', async () => {
    const owner = await ownerOf(world, 'stripe', 4);
    const admin = await joins(world, owner.id, 'admin');
    const [one, two] = [address('one'), address('two')];
    const actor = { workspaceId: owner.id, userId: admin.id };
    await invite(actor, [one], 'member');
    await changeRole(asOwner(owner), admin.id, 'member');
    await drainOutbox();
    expect(await emailsTo(world, one)).toHaveLength(1);
    await changeRole(asOwner(owner), admin.id, 'admin');
    await invite(actor, [two], 'member');
    await removeMember(asOwner(owner), admin.id);
    await drainOutbox();
    expect(await emailsTo(world, two)).toHaveLength(1);
  });
});

test('fifty invitations an hour, resends included; then a workspace waits', async () => {
  const owner = await ownerOf(world, 'stripe', 100);
  const many = (count: number) => Array.from({ length: count }, () => address('many'));
  for (const count of [20, 20, 9])
    expect(await invite(asOwner(owner), many(count), 'member')).toMatchObject({ held: 0 });
  await resendInvitation(asOwner(owner), (await open(owner.id)).id);
  const refused = { ...tooMany, retryAfter: expect.any(Number) };
  await expect(invite(asOwner(owner), many(1), 'member')).rejects.toMatchObject(refused);
  await expect(resendInvitation(asOwner(owner), (await open(owner.id)).id)).rejects.toMatchObject(refused);
  expect(await loadSeats(owner.id)).toMatchObject({ invited: 49 });
});

test('an invitation that is refused for want of seats, or goes to no one new, uses up no limit', async () => {
  const [free, owner, guest] = [await newCustomer(), await ownerOf(world, 'stripe', 3), address('guest')];
  const many = [guest, ...Array.from({ length: 19 }, () => address('many'))];
  for (let tries = 0; tries < 6; tries += 1)
    await expect(invite(asOwner(free), many, 'member')).rejects.toMatchObject({ code: 'workspace/seats-full' });
  const member = await joins(world, owner.id);
  expect(await invite(asOwner(owner), [guest], 'member')).toMatchObject({ sent: 1 });
  for (let tries = 0; tries < 60; tries += 1)
    expect(await invite(asOwner(owner), [owner.email, member.email, guest], 'member')).toMatchObject({ sent: 0 });
  await resendInvitation(asOwner(owner), (await open(owner.id)).id);
  await world.quiet();
  expect(await emailsTo(world, guest)).toHaveLength(2);
});

test('sending again what waits for a seat uses up no limit', async () => {
  const [owner, guest] = [await ownerOf(world, 'stripe', 2), address('held')];
  await invite(asOwner(owner), [address('first'), guest], 'member');
  const { id } = await db().invitation.findFirstOrThrow({ where: { workspaceId: owner.id, held: true } });
  for (let tries = 0; tries < 6; tries += 1) await resendInvitation(asOwner(owner), id);
  await expire(owner.id);
  const late = await newCustomer();
  await db().member.create({ data: { workspaceId: owner.id, userId: late.id, role: 'member' } });
  const expired = await db().invitation.findFirstOrThrow({ where: { workspaceId: owner.id, held: false } });
  for (let tries = 0; tries < 6; tries += 1)
    await expect(resendInvitation(asOwner(owner), expired.id)).rejects.toMatchObject({ code: 'workspace/seats-full' });
  expect(await emailsTo(world, guest)).toEqual([]);
});

test('one workspace sends five invitations an hour to a mailbox, and keeps no other from inviting it', async () => {
  const { owner, guest, invitation } = await invited();
  for (let tries = 0; tries < 4; tries += 1) await resendInvitation(asOwner(owner), invitation.id);
  await expect(resendInvitation(asOwner(owner), invitation.id)).rejects.toMatchObject(tooMany);
  const other = await ownerOf(world, 'stripe', 2);
  expect(await invite(asOwner(other), [guest.email], 'member')).toMatchObject({ sent: 1 });
  // Many workspaces together can't flood it either.
  for (let uses = 7; uses < 20; uses += 1) await limit('invited-person', mailboxOf(guest.email));
  await resendInvitation(asOwner(other), (await open(other.id)).id);
  await expect(resendInvitation(asOwner(other), (await open(other.id)).id)).rejects.toMatchObject(tooMany);
});
