import { z } from 'zod';
import { Line } from './layout';
import { moment, money, template } from './template';

/** Of what renews for a year, so that a large amount surprises nobody. */
export const renewing = template({
  facts: z.object({ what: z.string(), amount: money, renewsAt: moment }),
  example: { what: 'Pro, yearly', amount: { minor: '29000', currency: 'USD' }, renewsAt: '2027-05-01T10:00:00.000Z' },
  write: ({ what, amount, renewsAt }, say) => ({
    subject: `${what} renews on ${say.day(renewsAt)}`,
    preview: `${say.money(amount)} for another year.`,
    body: (
      <>
        <Line>
          On {say.day(renewsAt)} {what} renews for a year, for {say.money(amount)}.
        </Line>
        <Line>You can change or cancel it on your account page until then.</Line>
      </>
    ),
    button: { label: 'Open your account', href: say.link('/account') },
  }),
});
