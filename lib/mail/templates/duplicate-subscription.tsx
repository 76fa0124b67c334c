import { z } from 'zod';
import { Line } from './layout';
import { template } from './template';

export const duplicateSubscription = template({
  facts: z.object({ what: z.string() }),
  example: { what: 'Starter, monthly' },
  write: ({ what }, say) => ({
    subject: 'You subscribed twice; we undid the second one',
    preview: 'What you paid for it goes back to your card.',
    body: (
      <Line>
        Two subscriptions were bought. The earlier one goes on. The second one, {what}, is cancelled, and what you paid
        for it goes back to your card.
      </Line>
    ),
    button: { label: 'Open your account', href: say.link('/account') },
  }),
});
