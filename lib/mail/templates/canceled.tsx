import { z } from 'zod';
import { EXAMPLE_ITEM } from './example-items';
import { Paragraph } from './layout';
import { moment, template } from './template';

/** A cancellation at the end of the billing period. */
export const canceled = template({
  data: z.object({ what: z.string(), until: moment }),
  example: { what: EXAMPLE_ITEM, until: '2026-06-01T10:00:00.000Z' },
  compose: ({ what, until }, fmt) => ({
    subject: 'Your subscription was canceled',
    preview: `You have full access until ${fmt.day(until)}.`,
    body: (
      <>
        <Paragraph>
          We’ve canceled {what}. You have full access until {fmt.day(until)}, and you won’t be charged again.
        </Paragraph>
        <Paragraph>Changed your mind? You can undo the cancellation on your account page until then.</Paragraph>
      </>
    ),
    button: { label: 'Keep my plan', href: fmt.link('/account') },
  }),
});
