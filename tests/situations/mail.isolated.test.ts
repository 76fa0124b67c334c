import { randomUUID } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { type Sandbox, startSandbox } from '@tollgate/sandbox';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { setBusinessClock } from '@/lib/clock';
import { db } from '@/lib/db';
import { drainOutbox } from '@/lib/mail/outbox';
import { canResend, resendMail } from '@/lib/mail/resend';
import { newUser } from '@/lib/workspaces/new-user';
import { freePort } from '../../scripts/lib/ports.mjs';
import { tsx } from '../../scripts/lib/tools.mjs';
import { runNode } from '../fixtures/commands';

const DAY = 86_400_000;
let sandbox: Sandbox;
let smtpPort: number;

beforeAll(async () => {
  smtpPort = await freePort(0);
  process.env.SMTP_URL = `smtp://127.0.0.1:${smtpPort}`;
  sandbox = await startSandbox({ smtpPort });
});
afterAll(() => sandbox.close());
beforeEach(() => db().email.deleteMany());

/** A receipt of a new user that waits in the outbox. */
async function waitingReceipt({ dueAt = new Date(), name = 'Ada' }: { dueAt?: Date; name?: string } = {}) {
  const user = await db().user.create({ data: newUser({ email: `${randomUUID()}@customer.test`, name }) });
  const payment = await db().payment.create({
    data: {
      workspaceId: user.id,
      provider: 'stripe',
      mode: 'sandbox',
      externalId: `pi_${randomUUID()}`,
      ticket: 1n,
      status: 'succeeded',
      providerStatus: 'succeeded',
      sku: 'pro_month',
      amount: 2900n,
      currency: 'USD',
      createdAt: new Date('2026-05-01T10:00:00Z'),
    },
  });
  const mail = await db().email.create({
    data: { userId: user.id, kind: 'receipt', key: `receipt:${payment.id}`, data: { paymentId: payment.id }, dueAt },
  });
  return { id: mail.id, address: user.email ?? '', userId: user.id, paymentId: payment.id };
}

interface Delivered {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

async function delivered(address: string): Promise<Delivered[]> {
  const answer = await fetch(`${sandbox.url}/_sandbox/mail?to=${encodeURIComponent(address)}`);
  return ((await answer.json()) as { data: Delivered[] }).data; // shape of the control API
}

interface Asked {
  /** The first four letters of a command, and `SENT` once an email's content is complete. */
  readonly command: string;
  /** The command's line, or the content. */
  readonly text: string;
  readonly socket: Socket;
}
type Answer = (asked: Asked) => string | undefined | Promise<string | undefined>;

const AGREED: Record<string, string> = { EHLO: '250-mail.test\r\n250 AUTH PLAIN', DATA: '354 go ahead' };

/** A mail server at the sandbox's port that agrees to everything, unless `answer` says something else. */
async function mailServer(answer: Answer) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    let content: string | null = null;
    sockets.push(socket);
    socket.on('error', () => {});
    socket.write('220 mail.test ESMTP\r\n');
    socket.on('data', async (chunk) => {
      const text: string = (content ?? '') + chunk.toString();
      if (content !== null) content = text;
      if (content !== null && !text.endsWith('\r\n.\r\n')) return;
      const command = content === null ? text.slice(0, 4).toUpperCase() : 'SENT';
      const said = (await answer({ command, text, socket })) ?? AGREED[command] ?? '250 ok';
      content = said.startsWith('354') ? '' : null;
      socket.write(`${said}\r\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(smtpPort, '127.0.0.1', resolve));
  const close = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  };
  return { connections: () => sockets.length, close };
}

/** Sends what is due to a mail server that answers so instead of the sandbox's, and says how many it was connected to. */
async function drainTo(answer: Answer): Promise<{ handled: number; connections: number }> {
  await sandbox.close();
  const server = await mailServer(answer);
  try {
    return { handled: await drainOutbox(), connections: server.connections() };
  } finally {
    await server.close();
    sandbox = await startSandbox({ smtpPort });
  }
}

const row = (id: string) => db().email.findUniqueOrThrow({ where: { id } });
const dueAgain = (id: string) => db().email.update({ where: { id }, data: { nextAttemptAt: new Date(0) } });

test('a receipt is sent once, however many workers run', async () => {
  const { id, address } = await waitingReceipt();
  await Promise.all([drainOutbox(), drainOutbox(), drainOutbox(), drainOutbox()]);
  const [mail, ...others] = await delivered(address);
  expect(others).toEqual([]);
  expect(mail).toMatchObject({
    subject: 'Your receipt for Pro (monthly): $29.00',
    text: expect.stringContaining('May 1, 2026'),
  });
  expect(await row(id)).toMatchObject({ status: 'sent', attempts: 1, error: null, leaseToken: null });
  expect(await drainOutbox()).toBe(0);
});

test('an email waits for its business time, which the sandbox may move', async () => {
  const { address } = await waitingReceipt({ dueAt: new Date(Date.now() + 3 * DAY) });
  await drainOutbox();
  expect(await delivered(address)).toEqual([]);
  await setBusinessClock({ offsetSeconds: 3 * 86_400 + 60, frozenAt: null });
  await drainOutbox();
  expect(await delivered(address)).toHaveLength(1);
  await setBusinessClock({ offsetSeconds: 0, frozenAt: null });
});

test('deleted users get no email', async () => {
  const { id, address, userId } = await waitingReceipt();
  await db().user.update({ where: { id: userId }, data: { email: null, deletedAt: new Date() } });
  await drainOutbox();
  expect(await row(id)).toMatchObject({ status: 'dropped' });
  expect(await delivered(address)).toEqual([]);
});

test('a name is escaped as text, in the body and in the headers', async () => {
  const { address } = await waitingReceipt({ name: 'Eve <img src=x onerror=alert(1)>\r\nBcc: everyone@example.test' });
  await drainOutbox();
  const [mail] = await delivered(address);
  expect(mail?.html).not.toContain('<img');
  expect(await delivered('everyone@example.test')).toEqual([]);
});

test('while the mail server is away an email waits longer each time, and is sent once it is back', async () => {
  const { id, address } = await waitingReceipt();
  const other = await waitingReceipt({ dueAt: new Date() });
  await sandbox.close();
  const waits: number[] = [];
  for (const minutes of [1, 10, 30]) {
    const since = new Date(Date.now() - minutes * 60_000);
    await db().email.update({ where: { id }, data: { createdAt: since, dueAt: since } });
    // Nothing more is tried, so that jobs don't repeat it in vain.
    expect(await drainOutbox()).toBe(0);
    const mail = await row(id);
    expect(mail).toMatchObject({ status: 'waiting', attempts: 0, error: expect.stringContaining('ECONNREFUSED') });
    expect(await row(other.id)).toMatchObject({ status: 'waiting', attempts: 0, error: null, leaseToken: null });
    waits.push(Math.round((mail.nextAttemptAt.getTime() - Date.now()) / 1000));
    await dueAgain(id);
  }
  expect(waits[0]).toBeLessThan(60);
  expect(waits[1]).toBeGreaterThan(100);
  expect(waits[2]).toBeGreaterThan(200);
  sandbox = await startSandbox({ smtpPort });
  expect(await drainOutbox()).toBe(2);
  expect(await delivered(address)).toMatchObject([
    {
      headers: expect.arrayContaining([
        { name: 'message-id', value: `<${id}@127.0.0.1>` },
        { name: 'auto-submitted', value: 'auto-generated' },
      ]),
    },
  ]);
  expect(await row(id)).toMatchObject({ status: 'sent', attempts: 1, error: null });
  expect(await db().alert.count({ where: { kind: { in: ['dead mail', 'mail server unreachable'] } } })).toBe(0);
});

test('a mail server that is away for a night costs no email, and raises one alert', async () => {
  const { id, address } = await waitingReceipt();
  await sandbox.close();
  const evening = new Date(Date.now() - 8 * 3_600_000);
  await db().email.update({ where: { id }, data: { createdAt: evening, dueAt: evening } });
  for (let round = 0; round < 20; round += 1) {
    await drainOutbox();
    await dueAgain(id);
  }
  expect(await row(id)).toMatchObject({ status: 'waiting', attempts: 0 });
  const unreachable = { where: { kind: { in: ['dead mail', 'mail server unreachable'] } } };
  expect(await db().alert.findMany(unreachable)).toMatchObject([{ kind: 'mail server unreachable', closedAt: null }]);
  await db().alert.deleteMany(unreachable);
  sandbox = await startSandbox({ smtpPort });
  await drainOutbox();
  expect(await delivered(address)).toHaveLength(1);
});

test('an email at which the mail server hangs up counts its attempts, because it may have been taken', async () => {
  const [{ id }, other] = [await waitingReceipt(), await waitingReceipt()];
  const { handled } = await drainTo(({ command, socket }) => {
    if (command === 'SENT') socket.destroy();
    return undefined;
  });
  expect(handled).toBe(2);
  expect(await row(id)).toMatchObject({ status: 'waiting', attempts: 1, error: expect.any(String) });
  expect(await row(other.id)).toMatchObject({ status: 'waiting', attempts: 1 });
});

/** Seconds until an email's next attempt. */
const pause = async (id: string) => Math.round(((await row(id)).nextAttemptAt.getTime() - Date.now()) / 1000);
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
const refusedFor = (id: string, hours: number) =>
  db().email.update({ where: { id }, data: { refusedSince: hoursAgo(hours), nextAttemptAt: new Date(0) } });

test.each([
  ['MAIL', '421 4.3.2 going down'],
  ['MAIL', '451 4.3.0 try again later'],
  ['DATA', '452 4.3.1 insufficient system storage'],
  ['SENT', '454 Throttling failure: Daily message quota exceeded'],
])(
  'when the mail server answers %s with %s, all emails wait, none is to blame, and only one is tried',
  async (at, said) => {
    const [{ id, address }, other] = [await waitingReceipt(), await waitingReceipt()];
    const refusing: Answer = ({ command }) => (command === at ? said : undefined);
    expect(await drainTo(refusing)).toEqual({ handled: 0, connections: 1 });
    expect(await row(id)).toMatchObject({ status: 'waiting', attempts: 0, error: expect.stringContaining(said) });
    expect(await row(other.id)).toMatchObject({ status: 'waiting', attempts: 0, error: null, leaseToken: null });
    expect(await pause(id)).toBeLessThan(60);
    expect(await db().alert.count({ where: { kind: 'mail server unreachable' } })).toBe(0);

    const evening = hoursAgo(8);
    await db().email.update({
      where: { id },
      data: { createdAt: evening, dueAt: evening, nextAttemptAt: new Date(0) },
    });
    expect(await drainTo(refusing)).toMatchObject({ handled: 0 });
    expect(await row(id)).toMatchObject({ status: 'waiting', attempts: 0 });
    expect(await pause(id)).toBeGreaterThan(200);
    expect((await db().alert.deleteMany({ where: { kind: 'mail server unreachable' } })).count).toBe(1);

    await dueAgain(id);
    expect(await drainOutbox()).toBe(2);
    expect(await delivered(address)).toHaveLength(1);
  },
);

/** Five days of refusals, after which an email fails; an operator sends it again, and it has five days again. */
async function refusedForDays(id: string, refusing: Answer): Promise<void> {
  await refusedFor(id, 119);
  await drainTo(refusing);
  expect(await row(id)).toMatchObject({ status: 'waiting', attempts: 0 });
  expect(await pause(id)).toBeLessThanOrEqual(3 * 3600);
  await refusedFor(id, 121);
  await drainTo(refusing);
  expect(await row(id)).toMatchObject({ status: 'failed', error: expect.stringContaining('45') });
  expect(await alerts(id)).toMatchObject([{ kind: 'dead mail', closedAt: null }]);
  await resendMail(id, 'test');
  await drainTo(refusing);
  expect(await row(id)).toMatchObject({ status: 'waiting' });
  await refusedFor(id, 121);
  await drainTo(refusing);
  expect(await row(id)).toMatchObject({ status: 'failed' });
  expect(await alerts(id)).toMatchObject([{ closedAt: expect.any(Date) }, { closedAt: null }]);
}

test('an email whose recipient is refused for now is tried for days, and holds up no other', async () => {
  const [{ id, address }, other] = [await waitingReceipt(), await waitingReceipt()];
  const graylisting: Answer = ({ command, text }) =>
    command === 'RCPT' && text.includes(address) ? '450 4.2.0 graylisted, try again later' : undefined;
  expect(await drainTo(graylisting)).toMatchObject({ handled: 1 });
  expect(await row(id)).toMatchObject({ status: 'waiting', attempts: 0, error: expect.stringContaining('450') });
  expect(await row(other.id)).toMatchObject({ status: 'sent' });
  expect(await pause(id)).toBeGreaterThan(240);
  await refusedFor(id, 2);
  await drainTo(graylisting);
  expect(await pause(id)).toBeGreaterThan(1700);
  await refusedForDays(id, graylisting);
});

test('an email that the mail server has refused for a day is to blame itself, and holds up no other', async () => {
  const [{ id }, other] = [await waitingReceipt(), await waitingReceipt()];
  const refusing: Answer = ({ command, text }) =>
    command === 'SENT' && text.includes(id) ? '451 4.7.1 content deferred' : undefined;
  await refusedFor(id, 23);
  expect(await drainTo(refusing)).toMatchObject({ handled: 0 });
  expect(await row(other.id)).toMatchObject({ status: 'waiting' });
  await refusedFor(id, 25);
  expect(await drainTo(refusing)).toMatchObject({ handled: 1 });
  expect(await row(id)).toMatchObject({ status: 'waiting', attempts: 0 });
  expect(await row(other.id)).toMatchObject({ status: 'sent' });
  expect(await pause(id)).toBeGreaterThan(2 * 3600);
  await refusedForDays(id, refusing);
});

test('days without the mail server aren’t days of refusals', async () => {
  const { id } = await waitingReceipt();
  await refusedFor(id, 200);
  await sandbox.close();
  await drainOutbox();
  sandbox = await startSandbox({ smtpPort });
  expect(await row(id)).toMatchObject({ status: 'waiting', attempts: 0, refusedSince: null });
});

async function giveUp(id: string): Promise<void> {
  for (let attempt = 1; attempt <= 8; attempt += 1) {
    await drainOutbox();
    await dueAgain(id);
  }
}

const alerts = (id: string) =>
  db().alert.findMany({ where: { key: { startsWith: `dead-mail:${id}:` } }, orderBy: { createdAt: 'asc' } });

test('after eight failures an email is marked failed and listed, never lost, and an operator resends it', async () => {
  const { id, address } = await waitingReceipt();
  await db().email.update({ where: { id }, data: { kind: 'an-unknown-kind' } });
  await giveUp(id);
  expect(await row(id)).toMatchObject({
    status: 'failed',
    attempts: 8,
    error: expect.stringContaining('Unknown email kind'),
  });
  expect(await drainOutbox()).toBe(0);
  expect(await alerts(id)).toMatchObject([{ kind: 'dead mail', closedAt: null, detail: { mailId: id } }]);

  expect((await runNode(tsx('scripts/mail-resend.ts'))).output).toContain(id);
  expect(await resendMail(id, 'test')).toBe(true);
  expect(await resendMail(id, 'test')).toBe(false);
  expect(await alerts(id)).toMatchObject([{ closedAt: expect.any(Date) }]);
  await giveUp(id);
  expect(await row(id)).toMatchObject({ status: 'failed', attempts: 16 });
  expect(await alerts(id)).toMatchObject([{}, { closedAt: null }]);

  await db().email.update({ where: { id }, data: { kind: 'receipt' } });
  expect(await runNode([...tsx('scripts/mail-resend.ts'), id])).toMatchObject({ code: 0 });
  expect(await delivered(address)).toHaveLength(1);
  expect(await row(id)).toMatchObject({ status: 'sent', error: null });
  expect(await runNode([...tsx('scripts/mail-resend.ts'), id])).toMatchObject({ code: 1 });
  expect(await db().auditLog.count({ where: { target: id, action: 'mail.resent' } })).toBe(2);
});

test('an operator sends a mail now that waits after a failed attempt, once, and one that was never tried is left alone', async () => {
  const { id, address } = await waitingReceipt();
  expect(await resendMail(id, 'test', { again: true })).toBe(false);
  await db().email.update({ where: { id }, data: { kind: 'an-unknown-kind' } });
  await drainOutbox();
  expect(canResend(await row(id))).toBe(true);
  expect(await drainOutbox()).toBe(0);
  await db().email.update({ where: { id }, data: { kind: 'receipt' } });
  // Two operators press at the same time, while the mail's next attempt is minutes away.
  const pressed = await Promise.all([1, 2].map(() => resendMail(id, 'test', { again: true })));
  expect(pressed.sort()).toEqual([false, true]);
  await Promise.all([drainOutbox(), drainOutbox()]);
  expect(await delivered(address)).toHaveLength(1);
  expect(await row(id)).toMatchObject({ status: 'sent', attempts: 2, error: null });
  await db().email.update({ where: { id }, data: { status: 'sending', error: 'no' } });
  expect(await resendMail(id, 'test', { again: true })).toBe(false);
});

test('a later attempt sends the same text as the first one would have', async () => {
  const { id, address, paymentId } = await waitingReceipt();
  await sandbox.close();
  await drainOutbox();
  await db().payment.update({ where: { id: paymentId }, data: { amount: 1n, cardLast4: '0001' } });
  await dueAgain(id);
  sandbox = await startSandbox({ smtpPort });
  await drainOutbox();
  const [mail] = await delivered(address);
  expect(mail?.subject).toBe('Your receipt for Pro (monthly): $29.00');
  expect(mail?.text).not.toContain('0001');
});

test('amounts and dates have the reader’s format', async () => {
  const { address, userId } = await waitingReceipt();
  await db().user.update({ where: { id: userId }, data: { locale: 'en-GB' } });
  await drainOutbox();
  expect(await delivered(address)).toMatchObject([
    { subject: 'Your receipt for Pro (monthly): US$29.00', text: expect.stringContaining('1 May 2026') },
  ]);
});

test('the email to an address that is being deleted is sent there, and the address is erased', async () => {
  const { userId } = await waitingReceipt();
  await drainOutbox();
  await db().user.update({ where: { id: userId }, data: { email: null, name: null, deletedAt: new Date() } });
  const address = `${randomUUID()}@left.test`;
  const data = { deletedAt: new Date('2026-05-04T09:30:00Z').toISOString() };
  const goodbye = { userId, kind: 'account-deleted', data, dueAt: new Date() };
  const { id } = await db().email.create({ data: { ...goodbye, key: `account-deleted:${userId}`, address } });
  await drainOutbox();
  expect(await delivered(address)).toMatchObject([{ subject: 'Your account was deleted' }]);
  expect(await row(id)).toMatchObject({ status: 'sent', address: null });

  const dead = await db().email.create({ data: { ...goodbye, key: userId, kind: 'unknown', address } });
  await giveUp(dead.id);
  expect(await row(dead.id)).toMatchObject({ status: 'failed', address: null });
});

test('an email that another worker took over from a slow one is left to that worker', async () => {
  const [first, second] = [await waitingReceipt(), await waitingReceipt()];
  const slow: Answer = async ({ command }) => {
    if (command !== 'RCPT') return undefined;
    await db().email.update({ where: { id: second.id }, data: { leaseToken: 'theirs' } });
    return '550 5.1.1 no such mailbox';
  };
  expect(await drainTo(slow)).toEqual({ handled: 2, connections: 1 });
  expect(await row(first.id)).toMatchObject({ status: 'waiting', attempts: 1 });
  expect(await row(second.id)).toMatchObject({ status: 'sending', leaseToken: 'theirs', snapshot: null, attempts: 0 });
});

test('an email that a dead worker left half done is taken over when its lease expires, and not before', async () => {
  const { id, address } = await waitingReceipt();
  const lease = (at: Date) =>
    db().email.update({ where: { id }, data: { status: 'sending', leaseToken: 'dead', leaseUntil: at } });
  await lease(new Date(Date.now() + 60_000));
  expect(await drainOutbox()).toBe(0);
  await lease(new Date(Date.now() - 1_000));
  expect(await drainOutbox()).toBe(1);
  expect(await delivered(address)).toHaveLength(1);
});
