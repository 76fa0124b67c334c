import { z } from 'zod';
import { EXAMPLE_ITEM } from './example-items';
import { Paragraph } from './layout';
import { moment, template } from './template';

export const cancellationUndone = template({
  data: z.object({ what: z.string(), nextPayment: moment.nullable() }),
  example: { what: EXAMPLE_ITEM, nextPayment: '2026-06-01T10:00:00.000Z' },
  compose: ({ what, nextPayment }, fmt) => ({
    subject: 'Your subscription will renew as usual',
    preview: 'Your cancellation was reversed.',
    body: (
      <Paragraph>
        Your cancellation was reversed, and {what} renews as usual.
        {nextPayment === null ? '' : ` Your next payment is on ${fmt.day(nextPayment)}.`}
      </Paragraph>
    ),
    button: { label: 'View account', href: fmt.link('/account') },
  }),
});
