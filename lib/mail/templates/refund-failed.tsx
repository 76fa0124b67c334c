import { z } from 'zod';
import { EXAMPLE_ITEM } from './example-items';
import { Paragraph, Rows } from './layout';
import { money, template } from './template';

export const refundFailed = template({
  data: z.object({ what: z.string(), amount: money }),
  example: { what: EXAMPLE_ITEM, amount: { minor: '2900', currency: 'USD' } },
  compose: ({ what, amount }, fmt) => ({
    subject: `Your refund of ${fmt.money(amount)} didn’t arrive`,
    preview: 'Your bank returned it. We still owe you the money.',
    body: (
      <>
        <Paragraph>
          Your bank returned the refund we sent you, for example because the card or account is closed. We still owe you{' '}
          {fmt.money(amount)}.
        </Paragraph>
        <Paragraph>We’ll contact you to send it another way. You don’t need to do anything.</Paragraph>
        <Rows
          rows={[
            ['Item', what],
            ['Refund', fmt.money(amount)],
          ]}
        />
      </>
    ),
    button: { label: 'View account', href: fmt.link('/account') },
  }),
});
