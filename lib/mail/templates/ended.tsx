import { z } from 'zod';
import { Line } from './layout';
import { template } from './template';

export const ended = template({
  facts: z.object({ what: z.string(), unpaid: z.boolean() }),
  example: { what: 'Pro, monthly', unpaid: true },
  write: ({ what, unpaid }, say) => ({
    subject: `${what} has ended`,
    preview: 'Nothing more will be charged.',
    body: (
      <>
        <Line>
          {unpaid && 'We could not collect the payment for it. '}Your subscription, {what}, has ended. Nothing more will
          be charged.
        </Line>
        <Line>Your data is still there. You can come back any time.</Line>
      </>
    ),
    button: { label: 'See the plans', href: say.link('/pricing') },
  }),
});
