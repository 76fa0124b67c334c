import { z } from 'zod';
import { Paragraph } from './layout';
import { template } from './template';

const UNCHANGED = 'Nothing changed, and you weren’t charged.';
const DROPPED = 'Only your scheduled plan change was canceled. You keep your current plan, and you weren’t charged.';

export const notDone = template({
  data: z.object({
    request: z.string(),
    /** A plan change that was scheduled has been canceled all the same. */
    droppedChange: z.boolean().default(false),
  }),
  example: { request: 'plan change', droppedChange: false },
  compose: ({ request, droppedChange }, fmt) => ({
    subject: `Your ${request} didn’t go through`,
    preview: droppedChange ? DROPPED : UNCHANGED,
    body: (
      <>
        <Paragraph>
          We couldn’t submit your {request} to our payment provider. {droppedChange ? DROPPED : UNCHANGED}
        </Paragraph>
        <Paragraph>You can try again on your account page.</Paragraph>
      </>
    ),
    button: { label: 'View account', href: fmt.link('/account') },
  }),
});
