import 'server-only';
import { createTransport, type Transporter } from 'nodemailer';
import { env } from '../env';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Makes a second sending of the same letter recognisable as such to mail programs. */
  readonly messageId?: string;
}

const TIMEOUT_MS = 10_000;
let transport: Transporter | undefined;

/** Hands one mail to the SMTP server. Raises nodemailer's error when it was not taken. */
export async function sendMail({ to, ...mail }: Mail): Promise<void> {
  transport ??= createTransport({
    url: env().smtpUrl,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  // As an object the address is taken as it is; as text it would be parsed, and could name two people.
  await transport.sendMail({ from: env().mailFrom, to: { name: '', address: to }, ...mail });
}
