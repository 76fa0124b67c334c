import 'server-only';
import { createTransport, type Transporter } from 'nodemailer';
import { env } from '@/lib/env';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** The same for each sending of a mail, so that mail programs show one that had to be sent twice as one. */
  readonly messageId?: string;
}

/** Milliseconds. nodemailer reads them from the address; its own are two minutes and more. */
const PATIENCE = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000 };

/** Nobody wrote it by hand, so holiday notices and the like shall not answer (RFC 3834, and Microsoft's own). */
const AUTOMATIC = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };

let transport: { url: string; transporter: Transporter } | undefined;

/** Sends one mail over SMTP_URL. Raises when the server does not take it. */
export async function sendMail({ messageId, to, ...mail }: Mail): Promise<void> {
  const { smtpUrl, mailFrom, appUrl } = env();
  if (transport?.url !== smtpUrl) transport = { url: smtpUrl, transporter: createTransport(patient(smtpUrl)) };
  const id = messageId === undefined ? {} : { messageId: `<${messageId}@${new URL(appUrl).hostname}>` };
  // As an object the address is taken as it is; as text it would be parsed, and could name two people.
  await transport.transporter.sendMail({
    from: mailFrom,
    to: { name: '', address: to },
    ...mail,
    ...id,
    headers: AUTOMATIC,
  });
}

/** The address with our timeouts, unless it brings its own. */
function patient(smtpUrl: string): string {
  const url = new URL(smtpUrl);
  for (const [name, value] of Object.entries(PATIENCE))
    if (!url.searchParams.has(name)) url.searchParams.set(name, String(value));
  return url.href;
}
