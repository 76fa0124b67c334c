import { z } from 'zod';
import { Line } from './layout';
import { template } from './template';

/** To the new address. It names nobody: whoever reads it may not be who asked. */
export const confirmAddress = template({
  facts: z.object({ href: z.string(), minutes: z.number() }),
  example: { href: 'http://127.0.0.1:3000/account/email/confirm?token=example', minutes: 60 },
  write: ({ href, minutes }) => ({
    subject: 'Confirm your new address',
    preview: `The link works once, for ${minutes} minutes.`,
    body: (
      <>
        <Line>
          With this link you make this your address. It works once, for {minutes} minutes, in a browser where you are
          signed in.
        </Line>
        <Line>If you did not ask for it, you need not do anything: nothing changes.</Line>
      </>
    ),
    button: { label: 'Confirm this address', href },
  }),
});
