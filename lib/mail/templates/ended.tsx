import { z } from 'zod';
import { PAYING } from './copy';
import { EXAMPLE_ITEM } from './example-items';
import { Paragraph } from './layout';
import { paidBy, template } from './template';

export const ended = template({
  data: z.object({ what: z.string(), unpaid: z.boolean(), paidBy }),
  example: { what: EXAMPLE_ITEM, unpaid: true, paidBy: 'card' },
  compose: ({ what, unpaid, paidBy }, fmt) => ({
    subject: 'Your subscription has ended',
    preview: 'You won’t be charged again.',
    body: (
      <>
        <Paragraph>
          Your subscription to {what} has ended{unpaid && PAYING[paidBy].unpaid}. You won’t be charged again.
        </Paragraph>
        <Paragraph>Your data is still here, and you can subscribe again anytime.</Paragraph>
      </>
    ),
    button: { label: 'View plans', href: fmt.link('/pricing') },
  }),
});
