import { outageOf } from '@/lib/billing/webhooks/outage';
import { businessNow } from '@/lib/clock';
import { isTransactionTimeout } from '@/lib/db-errors';
import { type Email, Prisma } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';
import { prepared } from '@/lib/prepared';
import { forEach } from '../repeat';
import { namedFor } from '../workspaces/own';
import { type Away, none } from './away';
import { invitedPerson } from './data/team';
import {
  begin,
  claim,
  close,
  countFailure,
  keepSnapshot,
  QUEUES,
  type Queue,
  release,
  waitOut,
  waitOutRefusal,
} from './lease';
import { alertMailServer, isMailServerAway, refusedForNow } from './mail-server';
import { isBillingMail } from './names';
import type { Recipient } from './render';
import { sendMail } from './transport';

/** Fields cleared once an email is finished. */
const CLEARED = { error: null, leaseToken: null, address: null } as const;

/**
 * Sends a queue's due emails, a batch. A claim is a lease in real time, so that two workers don't send the same email. If a
 * worker dies between sending and recording it, the same content is sent again under the same Message-ID. An outage of the
 * mail server, or of a provider that a notice asks, counts as no attempt, and neither does a refusal for now. Returns the
 * number of emails that were sent, dropped, or failed, and of those that another worker had taken over.
 */
export async function drainQueue(queue: Queue): Promise<number> {
  return sendAll(await claim(queue, await businessNow()));
}

/** A batch of each queue, in parallel: one may wait for a provider. */
export async function drainOutbox(): Promise<number> {
  const handled: number[] = [];
  await forEach(QUEUES, async (queue) => void handled.push(await drainQueue(queue)));
  return handled.reduce((sum, count) => sum + count, 0);
}

/** Seconds of real time after which a batch sends no further email: a slow mail server takes up to ten for each. */
const LONGEST_BATCH = 20;

async function sendAll(claimed: readonly Email[]): Promise<number> {
  const until = Date.now() + LONGEST_BATCH * 1000;
  const away = none();
  let handled = 0;
  for (const [index, mail] of claimed.entries()) {
    const outcome = await deliver(mail, away);
    if (outcome === 'handled') handled += 1;
    // The others would wait for the same server. Without their provider they take no time.
    if (outcome === 'mail server away' || (outcome !== 'provider away' && Date.now() >= until)) {
      await release(claimed.slice(index + 1));
      break;
    }
  }
  return handled;
}

type Outcome = 'handled' | 'put off' | 'mail server away' | 'provider away';

async function deliver(mail: Email, away: Away): Promise<Outcome> {
  if (!(await begin(mail))) return 'handled';
  try {
    await send(mail, away);
    return 'handled';
  } catch (error) {
    log().error({ err: error, mail: mail.id, kind: mail.kind }, 'email not sent');
    const refused = refusedForNow(error);
    if (refused !== null && (await waitOutRefusal(mail, error, refused))) return 'put off';
    if (await isMailServerAway(error)) {
      if (await waitOut(mail, error, refused !== null)) await alertMailServer(error);
      return 'mail server away';
    }
    // A transaction that always takes too long is this email's own failure.
    const outage = outageOf(error);
    if (outage !== null && !isTransactionTimeout(error)) {
      await waitOut(mail, error);
      return outage.ours || outage.answers ? 'put off' : 'provider away';
    }
    await countFailure(mail, error);
    return 'handled';
  }
}

async function send(mail: Email, away: Away): Promise<void> {
  // Loaded on first use, because React Email's dependencies are large.
  const { kindOf } = await import('./kinds');
  const kind = kindOf(mail.kind);
  const loaded = await kind.load(mail.data, away);
  // After what may take seconds, in which a member may have left.
  const { email, reads, ...reader } = await readerOf(mail);
  const to = mail.address ?? email;
  // The user was deleted or doesn't read them anymore, or the email is no longer accurate.
  if (to === null || loaded === null || !reads) return void (await close(mail, { ...CLEARED, status: 'dropped' }));
  const snapshot = mail.snapshot ?? loaded;
  if (!(await keepSnapshot(mail, snapshot))) return;
  await sendMail({ to, ...(await kind.render(snapshot, reader)), messageId: mail.id });
  // It names people to an address that may not know us.
  const kept = mail.kind === 'invitation' ? { snapshot: Prisma.DbNull } : {};
  await close(mail, { ...CLEARED, ...kept, status: 'sent', sentAt: new Date() });
}

interface Reader extends Recipient {
  readonly email: string | null;
  /** Whether they read a workspace's billing emails still; what is about themselves they always do. */
  readonly reads: boolean;
}

/** Whom an email is written to: its person, or the one who is invited. In one statement, because every email needs it. */
async function readerOf({ kind, userId, workspaceId, data }: Email): Promise<Reader> {
  if (kind === 'invitation') {
    const invited = (await invitedPerson(data)) ?? { email: null, name: null, locale: null, timeZone: null };
    return { ...invited, reads: true };
  }
  const [row] = await prepared<Reader & { workspaces: number }>(
    'email reader',
    Prisma.sql`
    SELECT email, name, locale, "timeZone",
      (SELECT count(*)::int FROM "Member" member JOIN "Workspace" own ON own.id = member."workspaceId"
        WHERE member."userId" = reader.id AND own."deletedAt" IS NULL) AS workspaces,
      EXISTS (SELECT 1 FROM "Member" WHERE "workspaceId" = ${workspaceId} AND "userId" = reader.id
        AND role IN ('owner', 'admin')) AS reads
    FROM "User" reader WHERE id = ${userId}`,
  );
  if (row === undefined) throw new Error(`There is no user ${userId}`);
  const { workspaces, ...reader } = row;
  return {
    ...reader,
    reads: row.reads || workspaceId === null || !isBillingMail(kind),
    workspace: workspaceId === null || workspaces < 2 ? null : await namedFor(userId, workspaceId),
  };
}
