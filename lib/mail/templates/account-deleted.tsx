import { z } from 'zod';
import { Paragraph } from './layout';
import { template } from './template';

export const accountDeleted = template({
  data: z.object({ deletedAt: z.iso.datetime() }),
  example: { deletedAt: '2026-05-04T09:30:00.000Z' },
  compose: ({ deletedAt }, fmt) => ({
    subject: 'Your account was deleted',
    preview: 'You won’t be charged again.',
    body: (
      <>
        <Paragraph>
          We deleted your account on {fmt.day(deletedAt)}, as you requested. Your subscriptions have ended, and you
          won’t be charged again.
        </Paragraph>
        <Paragraph>
          We’ve removed your name and email address from our records, so this is our last email to you. We keep payment
          records without your name, as the law requires.
        </Paragraph>
        <Paragraph>If you didn’t request this, contact us right away.</Paragraph>
      </>
    ),
  }),
});
