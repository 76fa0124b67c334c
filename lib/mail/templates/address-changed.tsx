import { z } from 'zod';
import { Paragraph } from './layout';
import { template } from './template';

/** Sent to the old address, so that an account takeover doesn't go unnoticed. */
export const addressChanged = template({
  data: z.object({}),
  example: {},
  compose: () => ({
    subject: 'Your email address is being changed',
    preview: 'Sign-in links and receipts will go to your new address.',
    body: (
      <>
        <Paragraph>
          The email address of your account is being changed. Sign-in links and receipts will go to the new address.
        </Paragraph>
        <Paragraph>If you didn’t request this, contact us right away so we can restore your account.</Paragraph>
      </>
    ),
  }),
});
