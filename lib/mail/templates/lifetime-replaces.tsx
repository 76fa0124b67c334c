import { z } from 'zod';
import { EXAMPLE_ITEM } from './example-items';
import { Paragraph } from './layout';
import { moment, template } from './template';

export const lifetimeReplaces = template({
  data: z.object({ what: z.string(), until: moment.nullable() }),
  example: { what: EXAMPLE_ITEM, until: '2026-06-01T10:00:00.000Z' },
  compose: ({ what, until }, fmt) => ({
    subject: 'Lifetime replaces your subscription',
    preview: 'Your subscription won’t renew.',
    body: (
      <Paragraph>
        You now have lifetime access. Your subscription to {what} ends{' '}
        {until === null ? 'at the end of your billing period' : `on ${fmt.day(until)}`} and won’t renew.
      </Paragraph>
    ),
    button: { label: 'View account', href: fmt.link('/account') },
  }),
});
