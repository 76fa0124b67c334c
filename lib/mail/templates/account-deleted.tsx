import { z } from 'zod';
import { Line } from './layout';
import { template } from './template';

/** The last mail to somebody who has left; their name is gone already. */
export const accountDeleted = template({
  facts: z.object({ deletedAt: z.iso.datetime() }),
  example: { deletedAt: '2026-05-04T09:30:00.000Z' },
  write: ({ deletedAt }, say) => ({
    subject: 'Your account is deleted',
    preview: 'Nothing more will be charged.',
    body: (
      <>
        <Line>
          On {say.day(deletedAt)} your account was deleted, as you asked. What you were subscribed to has ended and
          nothing more will be charged.
        </Line>
        <Line>
          Your name and address are gone from our records; after this mail we cannot write to you any more. Payments
          stay in the books, without your name, for as long as the law wants.
        </Line>
        <Line>If that was not you, write to us at once.</Line>
      </>
    ),
  }),
});
