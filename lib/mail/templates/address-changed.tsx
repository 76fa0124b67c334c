import { z } from 'zod';
import { Line } from './layout';
import { template } from './template';

/** To the old address, so that its reader hears of it. */
export const addressChanged = template({
  facts: z.object({}),
  example: {},
  write: () => ({
    subject: 'Your address is being changed',
    preview: 'Sign-in links and receipts go to the new one.',
    body: (
      <>
        <Line>Your account has a new address from now on. Sign-in links and receipts go there.</Line>
        <Line>If that was not you, write to us at once: we can put it back.</Line>
      </>
    ),
  }),
});
