import { randomUUID } from 'node:crypto';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { Emails } from '@/components/admin/customer/emails';
import { People } from '@/components/admin/customer/people';
import { PersonCard } from '@/components/admin/customer/person-card';
import { db } from '@/lib/db';
import { customerStory } from '@/lib/operators/customer';
import { findCustomers } from '@/lib/operators/search';
import { revokeInvitation } from '@/lib/team/invitations';
import { invite } from '@/lib/team/invite';
import { transferWorkspace } from '@/lib/team/members';
import { tsx } from '../../scripts/lib/tools.mjs';
import { asOwner } from '../fixtures/as-owner';
import { runNode } from '../fixtures/commands';
import { joins, ownerOf } from '../fixtures/team';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

const address = (name: string) => `${name}-${randomUUID()}@team.test`;
const command = (...words: string[]) => runNode([...tsx('scripts/customer.ts'), ...words]);

async function pageOf(id: string): Promise<string> {
  const story = await customerStory(id);
  if (story === null) return '';
  const parts = [
    createElement(PersonCard, { key: 1, story }),
    createElement(People, { key: 2, workspaceId: id, team: story.team }),
    createElement(Emails, { key: 3, emails: story.emails, team: story.team }),
  ];
  return renderToStaticMarkup(createElement('div', null, parts))
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

test('the page of a workspace answers who was invited but can’t join', async () => {
  const owner = await ownerOf(world, 'stripe', 3);
  const alone = await customerStory(owner.id);
  expect(alone).toMatchObject({ team: null, others: [] });
  expect(await pageOf(owner.id)).not.toMatch(/People|seat|Workspace/);

  const guest = await joins(world, owner.id);
  const stranger = address('stranger');
  await invite(asOwner(owner), [stranger, address('held')], 'admin');
  await world.quiet();
  const story = await customerStory(owner.id);
  expect(story?.team?.invitations.map(({ state, role }) => `${role} ${state}`).sort()).toEqual([
    ...['admin held', 'admin sent', 'member accepted'],
  ]);
  expect(story?.team?.invitations.find(({ state }) => state === 'sent')).toMatchObject({
    ...{ email: stranger, invitedBy: owner.email, mail: { status: 'sent', error: null } },
  });
  expect(JSON.stringify(story?.team)).not.toContain('tokenHash');
  const page = await pageOf(owner.id);
  expect(page).toContain('3 of 3 paid seats used: 2 by members, 1 by invitations. 1 invitation is waiting for a seat.');

  // By the invited address: the workspace. By a member's: theirs and the one they are in.
  expect((await findCustomers(stranger, undefined)).rows.map(({ id }) => id)).toEqual([owner.id]);
  expect((await findCustomers(guest.email, undefined)).rows.map(({ id }) => id).sort()).toEqual(
    [guest.id, owner.id].sort(),
  );
  expect(await pageOf(guest.id)).toMatch(/Other workspaces Ada Customer’s workspace \(member\)/);
  const printed = await command(stranger);
  expect(printed).toMatchObject({ code: 0, output: expect.stringContaining(`invited as admin  ${stranger}  sent`) });
  expect(await command(stranger, 'end-sessions')).toMatchObject({ code: 2 });
  expect(await command(owner.id, 'end-sessions')).toMatchObject({ code: 0 });

  const sent = story?.team?.invitations.find(({ state }) => state === 'sent');
  await revokeInvitation(asOwner(owner), sent?.id ?? '');
  await db().invitation.updateMany({
    where: { workspaceId: owner.id, revokedAt: null, acceptedAt: null },
    data: { expiresAt: new Date(0) },
  });
  expect((await customerStory(owner.id))?.team?.invitations.map(({ state }) => state).sort()).toEqual([
    ...['accepted', 'expired', 'revoked'],
  ]);

  await transferWorkspace(asOwner(owner), guest.id);
  const given = await customerStory(owner.id);
  expect(given?.person.id).toBe(guest.id);
  const before = given?.team?.members.find(({ userId }) => userId === owner.id);
  expect(before).toMatchObject({ role: 'admin' });
  expect(before?.ownWorkspaceId).not.toBe(owner.id);
});
