import { whatToDo } from '@/lib/billing/ledger/alert-kinds';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { log } from '@/lib/log';
import { sendMail } from '@/lib/mail/transport';
import { countUnsent, markSent } from './unsent-alerts';

/** What people get about one kind of alert. */
interface Notice {
  readonly subject: string;
  readonly text: string;
}

/** Milliseconds that the webhook may take. */
const TIMEOUT = 8_000;

/**
 * Notifies people of new alerts by email (`ALERT_EMAILS`) and webhook (`ALERT_WEBHOOK_URL`): once for each alert, and at
 * most once an hour for each kind. Alerts raised meanwhile are in the next notice. Returns how many notices were sent.
 * What nothing could deliver is tried again.
 */
export async function notifyOfAlerts(): Promise<number> {
  const { emails, webhookUrl } = env().alerts;
  if (emails.length === 0 && webhookUrl === null) return 0;
  let sent = 0;
  for (const unsent of await countUnsent()) {
    const { kind, count } = unsent;
    if (!(await claim(kind))) continue;
    if (await deliver(noticeOf(kind, count))) {
      await markSent(unsent);
      sent += 1;
    } else await db().alertNotice.deleteMany({ where: { kind } });
  }
  return sent;
}

/** Takes the hour of a kind; false when another notice has it. Real time, so that all processes count alike. */
async function claim(kind: string): Promise<boolean> {
  const taken = await db().$executeRaw`
    INSERT INTO "AlertNotice" (kind, "sentAt") VALUES (${kind}, now())
    ON CONFLICT (kind) DO UPDATE SET "sentAt" = excluded."sentAt"
    WHERE "AlertNotice"."sentAt" <= now() - interval '1 hour'`;
  return taken === 1;
}

function noticeOf(kind: string, count: number): Notice {
  const { appUrl } = env();
  const url = `${appUrl}/admin/alerts?kind=${encodeURIComponent(kind)}`;
  const subject = `${kind}: ${count === 1 ? '1 new alert' : `${count} new alerts`}`;
  return { subject, text: `${subject}\n${whatToDo(kind) ?? ''}\n${url}` };
}

/** Sends a notice every way that is set; true when at least one took it. */
async function deliver({ subject, text }: Notice): Promise<boolean> {
  const { emails, webhookUrl } = env().alerts;
  const html = `<p>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>')}</p>`;
  const ways = [
    ...emails.map((to) => sendMail({ to, subject, text, html })),
    ...(webhookUrl === null ? [] : [postToWebhook(webhookUrl, text)]),
  ];
  const results = await Promise.allSettled(ways);
  for (const result of results)
    if (result.status === 'rejected') log().error({ err: result.reason }, 'alert notice not delivered');
  return results.some(({ status }) => status !== 'rejected');
}

/** Posts `{ text }`, which Slack's incoming webhooks take (docs.slack.dev/messaging/sending-messages-using-incoming-webhooks). */
async function postToWebhook(url: string, text: string): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
    signal: AbortSignal.timeout(TIMEOUT),
    cache: 'no-store',
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`The alert webhook answered ${answer.status}`);
}
