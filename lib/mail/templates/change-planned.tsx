import { z } from 'zod';
import { Line } from './layout';
import { moment, template } from './template';

/** A change for the end of the period. */
export const changePlanned = template({
  facts: z.object({ from: z.string(), to: z.string(), at: moment.nullable() }),
  example: { from: 'Pro, monthly', to: 'Starter, monthly', at: '2026-06-01T10:00:00.000Z' },
  write: ({ from, to, at }, say) => ({
    subject: `You change to ${to}${at === null ? '' : ` on ${say.day(at)}`}`,
    preview: `Until then you keep ${from}.`,
    body: (
      <>
        <Line>
          You keep {from} for the period you have paid for. {at === null ? 'After it' : `On ${say.day(at)}`} it becomes{' '}
          {to}.
        </Line>
        <Line>Until then you can take the change back on your account page.</Line>
      </>
    ),
    button: { label: 'Open your account', href: say.link('/account') },
  }),
});
