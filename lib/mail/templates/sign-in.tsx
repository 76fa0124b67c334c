import { z } from 'zod';
import { Line } from './layout';
import { template } from './template';

/** It names nobody: whoever reads it may not be who asked. */
export const signIn = template({
  facts: z.object({ href: z.string(), minutes: z.number() }),
  example: { href: 'http://127.0.0.1:3000/sign-in/confirm?token=example', minutes: 15 },
  write: ({ href, minutes }) => ({
    subject: 'Your sign-in link',
    preview: `It works once, for ${minutes} minutes.`,
    body: (
      <>
        <Line>With this link you sign in. It works once, for {minutes} minutes.</Line>
        <Line>If you did not ask for it, you need not do anything: without this mail nobody can sign in as you.</Line>
      </>
    ),
    button: { label: 'Sign in', href },
  }),
});
