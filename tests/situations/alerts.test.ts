import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { getAccess } from '@/lib/billing/access/get-access';
import { requestRefund } from '@/lib/billing/account/refund';
import { ALERT_KINDS } from '@/lib/billing/ledger/alert-kinds';
import { raiseAlert } from '@/lib/billing/ledger/alerts';
import type { Provider } from '@/lib/billing/types';
import { db } from '@/lib/db';
import { tsx } from '../../scripts/lib/tools.mjs';
import { asOwner } from '../fixtures/as-owner';
import { runNode } from '../fixtures/commands';
import { PROVIDERS } from '../fixtures/providers';
import { buys, latestPayment, stage } from '../fixtures/stage';
import type { Story } from '../fixtures/story';

const scene = stage();
const starter = (provider: Provider) => ({ plan: 'starter', interval: 'month', currency: 'USD', provider }) as const;
const command = (...words: string[]) => runNode([...tsx('scripts/billing-alerts.ts'), ...words]);
const open = () => db().alert.findMany({ where: { closedAt: null }, orderBy: { createdAt: 'asc' } });
const kinds = async () => (await open()).map(({ kind }) => kind);
const emails = async ({ user }: Story) =>
  (await db().email.findMany({ where: { userId: user.id } })).map((it) => it.kind);

async function subscribes(story: Story, provider: Provider): Promise<void> {
  await buys(story, starter(provider));
  await story.world.quiet();
}
const disputeOf = ({ user }: Story) => db().dispute.findFirstOrThrow({ where: { payment: { workspaceId: user.id } } });

async function disputes(story: Story, provider: Provider): Promise<void> {
  const { externalId } = await latestPayment(story);
  const body = provider === 'stripe' ? { kind: 'fraudulent' } : {};
  await story.world.control(`${provider}/payments/${externalId}/dispute`, body);
  await story.world.quiet();
}

async function decides(story: Story, provider: Provider, outcome: 'won' | 'lost'): Promise<void> {
  const { externalId } = await disputeOf(story);
  if (provider === 'stripe') await story.world.control(`stripe/disputes/${externalId}/resolve`, { outcome });
  else await story.world.control(`dodo/disputes/${externalId}/${outcome}`, {});
  await story.world.quiet();
}

describe.each(PROVIDERS)('at %s', (provider) => {
  test('a dispute: the customer learns that access is read-only, an operator learns what to do, and a win closes it', async () => {
    const story = scene.story();
    await subscribes(story, provider);
    await disputes(story, provider);
    expect(await getAccess(story.user.id)).toMatchObject({ level: 'read_only', reason: 'disputed' });
    expect(await emails(story)).toContain('dispute-opened');
    const [alert] = await open();
    const { evidenceDueAt, externalId } = await disputeOf(story);
    expect(alert).toMatchObject({
      kind: 'dispute',
      detail: { dispute: externalId, evidenceDueAt: evidenceDueAt?.toISOString() ?? null },
    });
    expect(evidenceDueAt).not.toBeNull();
    await decides(story, provider, 'won');
    expect(await kinds()).toEqual([]);
    expect(await getAccess(story.user.id)).toMatchObject({ level: 'full' });
  });

  test('a lost dispute leaves one alert that says so', async () => {
    const story = scene.story();
    await subscribes(story, provider);
    await disputes(story, provider);
    await decides(story, provider, 'lost');
    expect(await kinds()).toEqual(['dispute lost']);
    expect((await emails(story)).filter((kind) => kind === 'dispute-opened')).toHaveLength(1);
  });

  test('a refund that the bank returns: the customer and an operator are notified, once', async () => {
    const story = scene.story();
    await subscribes(story, provider);
    if (provider === 'dodo') await story.world.control('dodo/switches', { refund_settles: 'by_hand' });
    await requestRefund(asOwner(story.user.id), (await latestPayment(story)).id);
    await story.world.quiet();
    const { externalId } = await db().refund.findFirstOrThrow({ where: { payment: { workspaceId: story.user.id } } });
    await story.world.control(`${provider}/refunds/${externalId}/${provider === 'stripe' ? 'fail' : 'failed'}`, {});
    await story.world.quiet();
    await story.days(1);
    await story.world.quiet();
    expect((await emails(story)).filter((kind) => kind === 'refund-failed')).toHaveLength(1);
    expect((await open()).filter(({ kind }) => kind === 'refund failed')).toMatchObject([
      { detail: { provider, refund: externalId, amount: '900', currency: 'USD' } },
    ]);
  });
});

const listed = z.object({
  kinds: z.array(z.object({ kind: z.string(), count: z.number(), oldest: z.iso.datetime() })),
  alerts: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      whatToDo: z.string(),
      createdAt: z.iso.datetime(),
      detail: z.unknown(),
    }),
  ),
  next: z.string().nullable(),
});
const list = async (...words: string[]) => listed.parse(JSON.parse((await command('--json', ...words)).output));

describe('the command for alerts', () => {
  test('lists what is open with its age and what to do, as text and as JSON', async () => {
    scene.story();
    expect(await command()).toMatchObject({ code: 0, output: expect.stringContaining('No open alerts.') });
    await raiseAlert(db(), 'dead-event:1', 'dead event', { eventId: 'our-event-1' });
    await raiseAlert(db(), 'drift:1', 'ledger corrected', { runId: 'run-1' });
    await db().alert.update({ where: { key: 'drift:1' }, data: { createdAt: new Date(Date.now() - 3 * 86_400_000) } });
    const { output } = await command();
    expect(output).toContain('npm run billing:replay');
    expect(output).toMatch(/ledger corrected {2}3 days/);
    expect(output).toContain('our-event-1');
    const { kinds: groups, alerts, next } = await list();
    expect(alerts.map(({ kind }) => kind)).toEqual(['ledger corrected', 'dead event']);
    expect(groups.map(({ kind }) => kind)).toEqual(['ledger corrected', 'dead event']);
    expect(next).toBeNull();
  });

  test('says how many are open of each kind, and shows a page of any number and how to see the next', async () => {
    scene.story();
    await raiseAlert(db(), 'drift:1', 'ledger corrected', { runId: 'run-1' });
    // Raised in one moment, as in an outage.
    const raised = { kind: 'dead event', detail: {}, createdAt: new Date(Date.now() - 7_200_000) };
    await db().alert.createMany({
      data: Array.from({ length: 120 }, (_, n) => ({ ...raised, key: `dead-event:${n}` })),
    });
    const { output } = await command();
    expect(output).toMatch(/dead event {2}120 open, the oldest for 2 h/);
    expect(output).toMatch(/ledger corrected {2}1 open/);
    expect(output.match(/billing:replay/g)).toHaveLength(50);
    const first = await list('--kind', 'dead event');
    expect(output).toContain(`npm run billing:alerts -- --after ${first.next}`);
    expect(first.kinds).toMatchObject([{ kind: 'dead event', count: 120 }, { count: 1 }]);
    expect(await command('close', first.next ?? '', '--note', 'between two pages')).toMatchObject({ code: 0 });
    const second = await list('--after', first.next ?? '');
    const third = await list('--after', second.next ?? '');
    expect([first, second, third].map(({ alerts }) => alerts.length)).toEqual([50, 50, 21]);
    expect(new Set([first, second, third].flatMap(({ alerts }) => alerts.map(({ id }) => id))).size).toBe(121);
    expect(third.next).toBeNull();
    expect(await command('--after', 'nobody')).toMatchObject({ code: 1 });
    expect(await command('--kind', 'nothing')).toMatchObject({ code: 1 });
  });

  test('closes one, and records who did it and why', async () => {
    scene.story();
    await raiseAlert(db(), 'drift:1', 'ledger corrected', { runId: 'run-1' });
    const [alert] = await open();
    if (alert === undefined) throw new Error('no alert');
    expect(await command('close', alert.id)).toMatchObject({ code: 1, output: expect.stringContaining('why') });
    expect(await command('close', 'nobody', '--note', 'x')).toMatchObject({ code: 1 });
    expect(await kinds()).toHaveLength(1);
    expect(await command('close', alert.id, '--note', 'webhook secret was wrong')).toMatchObject({ code: 0 });
    expect(await db().alert.findUniqueOrThrow({ where: { id: alert.id } })).toMatchObject({
      ...{ closedBy: 'command line', note: 'webhook secret was wrong', closedAt: expect.any(Date) },
    });
    expect(await db().auditLog.count({ where: { action: 'alert.closed', target: alert.id } })).toBe(1);
    expect(await command('close', alert.id, '--note', 'again')).toMatchObject({ code: 1 });
    // The same fact raises no new alert.
    await raiseAlert(db(), 'drift:1', 'ledger corrected', { runId: 'run-1' });
    expect(await kinds()).toEqual([]);
  });

  test('every kind says what to do', () => {
    for (const [kind, whatToDo] of Object.entries(ALERT_KINDS)) expect(whatToDo, kind).toMatch(/^[A-Z].+\.$/);
  });
});
