import { z } from 'zod';
import { Line } from './layout';
import { template } from './template';

export const recovered = template({
  facts: z.object({ what: z.string() }),
  example: { what: 'Pro, monthly' },
  write: ({ what }, say) => ({
    subject: 'Your payment went through',
    preview: 'Everything is open again.',
    body: <Line>Thank you. {what} is paid and everything is open again.</Line>,
    button: { label: 'Open your account', href: say.link('/account') },
  }),
});
