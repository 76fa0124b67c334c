import { z } from 'zod';
import { Line } from './layout';
import { template } from './template';

export const changeUndone = template({
  facts: z.object({ what: z.string(), planned: z.string() }),
  example: { what: 'Pro, monthly', planned: 'Starter, monthly' },
  write: ({ what, planned }, say) => ({
    subject: `You stay on ${what}`,
    preview: 'The planned change is undone.',
    body: (
      <Line>
        The change to {planned} that was planned is undone. {what} goes on as it is.
      </Line>
    ),
    button: { label: 'Open your account', href: say.link('/account') },
  }),
});
