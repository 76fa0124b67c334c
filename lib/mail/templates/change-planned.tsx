import { z } from 'zod';
import { EXAMPLE_ITEM, EXAMPLE_SMALLER_ITEM } from './example-items';
import { Paragraph } from './layout';
import { moment, template } from './template';

/** A change at the end of the billing period. */
export const changePlanned = template({
  data: z.object({ from: z.string(), to: z.string(), at: moment.nullable() }),
  example: { from: EXAMPLE_ITEM, to: EXAMPLE_SMALLER_ITEM, at: '2026-06-01T10:00:00.000Z' },
  compose: ({ from, to, at }, fmt) => ({
    subject: `Your plan will change to ${to}${at === null ? '' : ` on ${fmt.day(at)}`}`,
    preview: `You’ll stay on ${from} until then.`,
    body: (
      <>
        <Paragraph>
          You’ll stay on {from} until {at === null ? 'the end of your billing period' : fmt.day(at)}. Then your plan
          will change to {to}.
        </Paragraph>
        <Paragraph>You can cancel this change on your account page until then.</Paragraph>
      </>
    ),
    button: { label: 'View account', href: fmt.link('/account') },
  }),
});
