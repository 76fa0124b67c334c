import { z } from 'zod';
import { EXAMPLE_ITEM, EXAMPLE_SMALLER_ITEM } from './example-items';
import { Paragraph } from './layout';
import { template } from './template';

export const changeUndone = template({
  data: z.object({ what: z.string(), planned: z.string() }),
  example: { what: EXAMPLE_ITEM, planned: EXAMPLE_SMALLER_ITEM },
  compose: ({ what, planned }, fmt) => ({
    subject: `You’re staying on ${what}`,
    preview: 'Your scheduled change was canceled.',
    body: (
      <Paragraph>
        Your scheduled change to {planned} was canceled. You’ll stay on {what}.
      </Paragraph>
    ),
    button: { label: 'View account', href: fmt.link('/account') },
  }),
});
