import { z } from 'zod';
import { Paragraph } from './layout';
import { template } from './template';

/** Contains no name, because the address may belong to someone else. */
export const signIn = template({
  data: z.object({ href: z.string(), minutes: z.number() }),
  example: { href: 'http://127.0.0.1:3000/sign-in/confirm?token=example', minutes: 15 },
  compose: ({ href, minutes }) => ({
    subject: 'Your sign-in link',
    preview: `The link expires in ${minutes} minutes.`,
    body: (
      <>
        <Paragraph>Click below to sign in. The link works once and expires in {minutes} minutes.</Paragraph>
        <Paragraph>
          If you didn’t request this, you can ignore this email. No one can sign in to your account without it.
        </Paragraph>
      </>
    ),
    button: { label: 'Sign in', href },
  }),
});
