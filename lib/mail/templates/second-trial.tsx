import { z } from 'zod';
import { perPeriod } from './copy';
import { EXAMPLE_ITEM } from './example-items';
import { Paragraph } from './layout';
import { billingInterval, money, template } from './template';

export const secondTrial = template({
  data: z.object({ what: z.string(), amount: money, every: billingInterval }),
  example: { what: EXAMPLE_ITEM, amount: { minor: '2900', currency: 'USD' }, every: { unit: 'month', count: 1 } },
  compose: ({ what, amount, every }, fmt) => ({
    subject: 'Your second trial was canceled',
    preview: 'You weren’t charged.',
    body: (
      <>
        <Paragraph>
          You’ve already used your free trial, and each customer gets only one, so we canceled your new trial of {what}.
          You weren’t charged.
        </Paragraph>
        <Paragraph>
          You can subscribe without a trial anytime, for {fmt.money(amount)} {perPeriod(every)}.
        </Paragraph>
      </>
    ),
    button: { label: 'View plans', href: fmt.link('/pricing') },
  }),
});
