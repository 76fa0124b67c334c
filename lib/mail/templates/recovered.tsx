import { z } from 'zod';
import { EXAMPLE_ITEM } from './example-items';
import { Paragraph } from './layout';
import { template } from './template';

export const recovered = template({
  data: z.object({ what: z.string() }),
  example: { what: EXAMPLE_ITEM },
  compose: ({ what }, fmt) => ({
    subject: 'Your payment went through',
    preview: 'Your account is fully active again.',
    body: <Paragraph>Thanks! Your payment for {what} went through, and your account is fully active again.</Paragraph>,
    button: { label: 'View account', href: fmt.link('/account') },
  }),
});
