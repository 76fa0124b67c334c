import { z } from 'zod';
import { Line } from './layout';
import { moment, template } from './template';

export const cancelUndone = template({
  facts: z.object({ what: z.string(), nextPayment: moment.nullable() }),
  example: { what: 'Pro, monthly', nextPayment: '2026-06-01T10:00:00.000Z' },
  write: ({ what, nextPayment }, say) => ({
    subject: `${what} goes on`,
    preview: 'Your cancellation is undone.',
    body: (
      <Line>
        Your cancellation is undone and nothing changes.
        {nextPayment === null ? '' : ` The next payment is on ${say.day(nextPayment)}.`}
      </Line>
    ),
    button: { label: 'Open your account', href: say.link('/account') },
  }),
});
