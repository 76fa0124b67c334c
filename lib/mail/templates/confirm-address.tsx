import { z } from 'zod';
import { Paragraph } from './layout';
import { template } from './template';

/** Sent to the new address. Contains no name, because the address may belong to someone else. */
export const confirmAddress = template({
  data: z.object({ href: z.string(), minutes: z.number() }),
  example: { href: 'http://127.0.0.1:3000/account/email/confirm?token=example', minutes: 60 },
  compose: ({ href, minutes }) => ({
    subject: 'Confirm your new email address',
    preview: `The link expires in ${minutes} minutes.`,
    body: (
      <>
        <Paragraph>
          Click below to confirm your new email address. The link works once, expires in {minutes} minutes, and must be
          opened in a browser where you’re signed in.
        </Paragraph>
        <Paragraph>If you didn’t request this, you can ignore this email.</Paragraph>
      </>
    ),
    button: { label: 'Confirm email address', href },
  }),
});
