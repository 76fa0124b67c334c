import { raiseAlert } from '@/lib/billing/ledger/alerts';
import { db } from '@/lib/db';
import { redactPersonalData } from '@/lib/log-redact';

/** Nodemailer's codes for a server that can't be reached, doesn't let us in, or says nothing we understand. */
const AWAY = new Set(['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS', 'ETLS', 'EAUTH', 'EPROTOCOL', 'EPROXY']);
/** "Service not available, closing transmission channel" (RFC 5321, section 4.2.3). */
const CLOSING = 421;

/** Whether an email wasn't sent because of the mail server, and any other email wouldn't be sent either. */
export function isMailServerAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return Reflect.get(error, 'responseCode') === CLOSING || AWAY.has(String(Reflect.get(error, 'code')));
}

/** The mail server has been away for a long time. One alert a day (UTC, real time). */
export async function alertMailServer(error: unknown): Promise<void> {
  const day = new Date().toISOString().slice(0, 10);
  const message = redactPersonalData(error instanceof Error ? error.message : 'unknown error').slice(0, 500);
  await raiseAlert(db(), `mail-server-unreachable:${day}`, 'mail server unreachable', { message });
}
