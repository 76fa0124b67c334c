import { z } from 'zod';
import { EXAMPLE_ITEM } from './example-items';
import { Paragraph, Rows } from './layout';
import { money, template } from './template';

const ACCESS = 'Your access is read-only until the bank decides.';
const CREDITS = 'The credits you bought with it are on hold until the bank decides.';

export const disputeOpened = template({
  data: z.object({ what: z.string(), amount: money, readOnly: z.boolean() }),
  example: { what: EXAMPLE_ITEM, amount: { minor: '2900', currency: 'USD' }, readOnly: true },
  compose: ({ what, amount, readOnly }, fmt) => ({
    subject: `Your payment of ${fmt.money(amount)} is under dispute`,
    preview: readOnly ? ACCESS : CREDITS,
    body: (
      <>
        <Paragraph>Your bank notified us that this payment is disputed. {readOnly ? ACCESS : CREDITS}</Paragraph>
        <Paragraph>If this is a mistake, ask your bank to withdraw the dispute.</Paragraph>
        <Rows
          rows={[
            ['Item', what],
            ['Disputed', fmt.money(amount)],
          ]}
        />
      </>
    ),
    button: { label: 'View account', href: fmt.link('/account') },
  }),
});
