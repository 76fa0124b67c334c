import { createTransport, type Transporter } from 'nodemailer';
import { env } from '@/lib/env';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Makes a mail that had to be sent twice recognisable as one. */
  readonly messageId?: string;
}

let transport: { url: string; transporter: Transporter } | undefined;

/** Sends one mail over SMTP_URL. Raises when the server does not take it. */
export async function sendMail({ messageId, ...mail }: Mail): Promise<void> {
  const { smtpUrl, mailFrom, appUrl } = env();
  if (transport?.url !== smtpUrl) {
    transport = {
      url: smtpUrl,
      transporter: createTransport(smtpUrl, { connectionTimeout: 5_000, socketTimeout: 10_000 }),
    };
  }
  const id = messageId === undefined ? {} : { messageId: `<${messageId}@${new URL(appUrl).hostname}>` };
  await transport.transporter.sendMail({ from: mailFrom, ...mail, ...id });
}
