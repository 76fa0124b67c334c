import { Hono } from 'hono';
import { z } from 'zod';
import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import type { ChargeRecord } from '../api/tables';
import { openDispute } from '../disputes/open';
import { resolveDispute } from '../disputes/resolve';
import { answerDebit } from '../payment-intents/bank-debit';
import { answerChallenge } from '../payment-intents/challenge';
import { failRefund } from '../refunds/scheduled';
import { answerSetupChallenge } from '../setup-intents/confirm';
import { rotateSecret } from '../webhook-endpoints/rotate';
import { controlled } from './json';

/** The charge with that id, or the last charge of the payment intent with that id. */
function chargeOf(ctx: StripeContext, id: string): ChargeRecord {
  const intent = id.startsWith('pi_') ? ctx.need(ctx.tables.paymentIntents, 'payment_intent', id) : undefined;
  const charge = ctx.need(ctx.tables.charges, 'charge', intent?.latest_charge ?? id);
  if (charge.status === 'succeeded') return charge;
  throw invalidRequest(`Charge ${charge.id} has not succeeded.`);
}

const dispute = z.strictObject({
  kind: z.enum(['fraudulent', 'inquiry']).default('fraudulent'),
  reason: z.string().optional(),
  amount: z.int().positive().optional(),
});

/** `/_sandbox/stripe/*`: actions of the customer's bank, or of a user in the Dashboard, that affect money. */
export function moneyControl(ctx: StripeContext): Hono {
  const app = new Hono().basePath('/_sandbox/stripe');
  app.post('/payments/:id/dispute', (http) =>
    controlled(http, dispute, ({ kind, reason, amount }) =>
      openDispute(ctx, chargeOf(ctx, http.req.param('id')).id, kind, {
        ...(reason ? { reason } : {}),
        ...(amount ? { amount } : {}),
      }),
    ),
  );
  app.post('/disputes/:id/resolve', (http) =>
    controlled(http, z.strictObject({ outcome: z.enum(['won', 'lost']) }), ({ outcome }) =>
      resolveDispute(ctx, ctx.need(ctx.tables.disputes, 'dispute', http.req.param('id')), outcome),
    ),
  );
  app.post('/refunds/:id/fail', (http) =>
    controlled(http, z.strictObject({ reason: z.string().default('lost_or_stolen_card') }), ({ reason }) =>
      failRefund(ctx, ctx.need(ctx.tables.refunds, 'refund', http.req.param('id')), reason),
    ),
  );
  app.post('/payments/:id/settle', (http) =>
    controlled(http, z.strictObject({}), () => {
      answerDebit(ctx, http.req.param('id'));
      return ctx.need(ctx.tables.paymentIntents, 'payment_intent', http.req.param('id'));
    }),
  );
  app.post('/challenges/:id', (http) =>
    controlled(http, z.strictObject({ passed: z.boolean() }), ({ passed }) => {
      const id = http.req.param('id');
      const result = id.startsWith('seti_') ? answerSetupChallenge(ctx, id, passed) : answerChallenge(ctx, id, passed);
      return { outcome: result.outcome, intent: result.intent };
    }),
  );
  app.post('/endpoints/:id/rotate', (http) =>
    controlled(http, z.strictObject({ expiresIn: z.int().min(0).optional() }), ({ expiresIn }) =>
      rotateSecret(ctx, http.req.param('id'), expiresIn),
    ),
  );
  return app;
}
