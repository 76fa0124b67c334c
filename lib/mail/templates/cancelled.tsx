import { z } from 'zod';
import { Line } from './layout';
import { moment, template } from './template';

/** A cancellation that is planned. */
export const cancelled = template({
  facts: z.object({ what: z.string(), until: moment }),
  example: { what: 'Pro, monthly', until: '2026-06-01T10:00:00.000Z' },
  write: ({ what, until }, say) => ({
    subject: `${what} is cancelled`,
    preview: `You keep everything until ${say.day(until)}.`,
    body: (
      <>
        <Line>You keep everything until {say.day(until)}. We will not charge you again.</Line>
        <Line>If you change your mind before that day, one click on your account page brings it back.</Line>
      </>
    ),
    button: { label: 'Keep my plan', href: say.link('/account') },
  }),
});
