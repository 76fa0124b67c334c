import { z } from 'zod';
import { EXAMPLE_SMALLER_ITEM } from './example-items';
import { Paragraph } from './layout';
import { template } from './template';

export const duplicateSubscription = template({
  data: z.object({ what: z.string() }),
  example: { what: EXAMPLE_SMALLER_ITEM },
  compose: ({ what }, fmt) => ({
    subject: 'We canceled your duplicate subscription',
    preview: 'We’re refunding what you paid for it.',
    body: (
      <Paragraph>
        It looks like you subscribed twice. We kept your first subscription and canceled the second one, {what}. We’re
        refunding what you paid for it.
      </Paragraph>
    ),
    button: { label: 'View account', href: fmt.link('/account') },
  }),
});
