import { z } from 'zod';
import { EXAMPLE_ITEM } from './example-items';
import { Paragraph } from './layout';
import { moment, money, template } from './template';

export const finalNotice = template({
  data: z.object({ what: z.string(), amount: money, endsAt: moment }),
  example: { what: EXAMPLE_ITEM, amount: { minor: '2900', currency: 'USD' }, endsAt: '2026-06-15T10:00:00.000Z' },
  compose: ({ what, amount, endsAt }, fmt) => ({
    subject: `Your subscription ends on ${fmt.day(endsAt)}`,
    preview: `Pay ${fmt.money(amount)} by then to keep it.`,
    body: (
      <Paragraph>
        We couldn’t collect {fmt.money(amount)} for {what}. If it isn’t paid by {fmt.day(endsAt)}, your subscription
        ends and you won’t be charged again.
      </Paragraph>
    ),
    button: { label: 'Pay now', href: fmt.link('/account/pay') },
  }),
});
