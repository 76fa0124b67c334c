import { raiseAlert } from '@/lib/billing/ledger/alerts';
import { db } from '@/lib/db';
import { redactPersonalData } from '@/lib/log-redact';
import { verifyMailServer } from './transport';

/** Nodemailer's codes for a server that can't be reached, doesn't let us in, or says nothing we understand. */
const AWAY = new Set(['EDNS', 'ETLS', 'EAUTH', 'EPROTOCOL', 'EPROXY']);
/** Its codes for a connection that broke or went silent, at any time: also after the server had taken the email. */
const BROKEN = new Set(['ECONNECTION', 'ETIMEDOUT', 'ESOCKET']);
/** "Service not available, closing transmission channel" (RFC 5321, section 4.2.3). */
const CLOSING = 421;

/** The mail server's answers that begin with 4 ask to try again later (RFC 5321, section 4.2.1). */
function isTemporary(error: Error): boolean {
  const answer: unknown = Reflect.get(error, 'responseCode');
  return typeof answer === 'number' && answer >= 400 && answer < 500;
}

export type Refused = 'recipient' | 'email';

/**
 * What the mail server refuses for now: the recipient, for example graylisted or with a full mailbox, or the email, which
 * may also mean all emails, for example for the rest of the day. Null for any other error.
 */
export function refusedForNow(error: unknown): Refused | null {
  if (!(error instanceof Error) || !isTemporary(error)) return null;
  const command: unknown = Reflect.get(error, 'command');
  if (command === 'RCPT TO') return Reflect.get(error, 'responseCode') === CLOSING ? null : 'recipient';
  return command === 'DATA' ? 'email' : null;
}

/**
 * Whether an email wasn't sent because of the mail server, and any other email wouldn't be sent either. After a broken
 * connection, connects again: if the server answers now, this email may be what it doesn't stand.
 */
export async function isMailServerAway(
  error: unknown,
  verify: () => Promise<void> = verifyMailServer,
): Promise<boolean> {
  if (!(error instanceof Error)) return false;
  if (isTemporary(error) && refusedForNow(error) !== 'recipient') return true;
  const code = String(Reflect.get(error, 'code'));
  if (AWAY.has(code)) return true;
  if (!BROKEN.has(code)) return false;
  return verify().then(
    () => false,
    () => true,
  );
}

/** The mail server has been away for a long time. One alert a day (UTC, real time). */
export async function alertMailServer(error: unknown): Promise<void> {
  const day = new Date().toISOString().slice(0, 10);
  const message = redactPersonalData(error instanceof Error ? error.message : 'unknown error').slice(0, 500);
  await raiseAlert(db(), `mail-server-unreachable:${day}`, 'mail server unreachable', { message });
}
