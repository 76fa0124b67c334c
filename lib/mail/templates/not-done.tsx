import { z } from 'zod';
import { Paragraph } from './layout';
import { template } from './template';

export const notDone = template({
  data: z.object({ request: z.string() }),
  example: { request: 'plan change' },
  compose: ({ request }, fmt) => ({
    subject: `Your ${request} didn’t go through`,
    preview: 'Nothing changed, and you weren’t charged.',
    body: (
      <>
        <Paragraph>
          We couldn’t send your {request} to our payment provider. Nothing changed, and you weren’t charged.
        </Paragraph>
        <Paragraph>You can try again on your account page.</Paragraph>
      </>
    ),
    button: { label: 'View account', href: fmt.link('/account') },
  }),
});
