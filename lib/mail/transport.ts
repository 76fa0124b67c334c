import 'server-only';
import { createTransport, type Transporter } from 'nodemailer';
import { env } from '@/lib/env';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Reused for every attempt, so that email clients deduplicate an email that was sent twice. */
  readonly messageId?: string;
}

/** Milliseconds, passed in the SMTP URL; nodemailer's defaults are two minutes and more. */
const TIMEOUTS = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000 };

/** Suppresses out-of-office replies (RFC 3834, and Exchange's own header). */
const AUTOMATIC = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };

let transport: { url: string; transporter: Transporter } | undefined;

/** Sends an email over SMTP_URL. Throws when the server doesn't accept it. */
export async function sendMail({ messageId, to, ...mail }: Mail): Promise<void> {
  const { mailFrom, appUrl } = env();
  const id = messageId === undefined ? {} : { messageId: `<${messageId}@${new URL(appUrl).hostname}>` };
  // An object is used as is; a string would be parsed and could contain two addresses.
  await transporter().sendMail({
    from: mailFrom,
    to: { name: '', address: to },
    ...mail,
    ...id,
    headers: AUTOMATIC,
  });
}

/** Connects and signs in to the mail server without sending anything. Throws when that fails. */
export async function verifyMailServer(): Promise<void> {
  await transporter().verify();
}

function transporter(): Transporter {
  const { smtpUrl } = env();
  if (transport?.url !== smtpUrl) transport = { url: smtpUrl, transporter: createTransport(withTimeouts(smtpUrl)) };
  return transport.transporter;
}

/** Adds our timeouts to the SMTP URL unless it sets its own. */
function withTimeouts(smtpUrl: string): string {
  const url = new URL(smtpUrl);
  for (const [name, value] of Object.entries(TIMEOUTS))
    if (!url.searchParams.has(name)) url.searchParams.set(name, String(value));
  return url.href;
}
