import { z } from 'zod';
import { EXAMPLE_ITEM } from './example-items';
import { Paragraph } from './layout';
import { moment, money, template } from './template';

export const accessLimited = template({
  data: z.object({ what: z.string(), amount: money, endsAt: moment }),
  example: { what: EXAMPLE_ITEM, amount: { minor: '2900', currency: 'USD' }, endsAt: '2026-06-15T10:00:00.000Z' },
  compose: ({ what, amount, endsAt }, fmt) => ({
    subject: `Your account is read-only until your payment goes through`,
    preview: 'Update your payment method to restore full access.',
    body: (
      <>
        <Paragraph>
          We still couldn’t collect {fmt.money(amount)} for {what}. You can view and export your data, but you can’t
          change anything.
        </Paragraph>
        <Paragraph>
          Update your payment method to restore full access right away. Otherwise, your subscription ends on{' '}
          {fmt.day(endsAt)}.
        </Paragraph>
      </>
    ),
    button: { label: 'Pay now', href: fmt.link('/account/pay') },
  }),
});
