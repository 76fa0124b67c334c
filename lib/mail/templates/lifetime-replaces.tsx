import { z } from 'zod';
import { Line } from './layout';
import { moment, template } from './template';

export const lifetimeReplaces = template({
  facts: z.object({ what: z.string(), until: moment.nullable() }),
  example: { what: 'Pro, monthly', until: '2026-06-01T10:00:00.000Z' },
  write: ({ what, until }, say) => ({
    subject: 'Lifetime replaces your subscription',
    preview: 'Your subscription will not renew.',
    body: (
      <Line>
        Pro is yours for good. Your subscription, {what}, ends with the period you have paid for
        {until === null ? '' : `, on ${say.day(until)},`} and will not renew.
      </Line>
    ),
    button: { label: 'Open your account', href: say.link('/account') },
  }),
});
