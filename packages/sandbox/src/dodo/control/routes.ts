import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { answerError } from '../api/answers';
import { readBody } from '../api/body';
import { invalidBody } from '../api/errors';
import { country } from '../api/fields';
import { detailsOf } from '../checkouts/open';
import { giveUp, pay } from '../checkouts/pay';
import { returnUrl } from '../checkouts/return-url';
import { cardFrom } from '../customers/methods';
import { moveDispute, openDispute } from '../disputes/open';
import { disputeWire } from '../disputes/wire';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { EVENT_TYPES } from '../lists/event-types';
import { settlePayment } from '../payments/settle';
import { paymentWire } from '../payments/wire';
import { makePayout } from '../payouts/make';
import { payoutWire } from '../payouts/wire';
import type { CheckoutRecord } from '../records/checkout';
import { failNextRefunds, settleRefund } from '../refunds/settle';
import { refundWire } from '../refunds/wire';
import { onBillingDate } from '../subscriptions/renew';
import { SWITCHES } from '../switches';
import { recordEvent } from '../webhooks/record';
import { freshSecret } from '../webhooks/routes';

const payBody = z.object({
  card: z.string().default('4242424242424242'),
  email: z.email().optional(),
  name: z.string().optional(),
  country: country.optional(),
  state: z.string().optional(),
  discount_code: z.string().optional(),
  /** The customer's response to a bank challenge. */
  confirm: z.boolean().default(true),
});

const disputeBody = z.object({
  amount: z.number().int().min(1).optional(),
  stage: z.enum(['pre_dispute', 'dispute', 'pre_arbitration']).optional(),
  reason: z.string().optional(),
});

const outcome = z.enum(['expired', 'accepted', 'cancelled', 'challenged', 'won', 'lost']);

/** `/_sandbox/dodo/*`: actions of customers, of the business in its dashboard, and of banks, for tests. */
export function controlRoutes(dodo: Dodo): Hono {
  const { tables } = dodo;
  const app = new Hono().basePath('/_sandbox/dodo');
  app.onError(answerError);

  app.get('/switches', (c) => c.json({ values: dodo.switches.all(), switches: SWITCHES }));
  app.post('/switches', async (c) => {
    try {
      return c.json({ values: dodo.switches.set(await c.req.json()) });
    } catch (error) {
      if (error instanceof z.ZodError) throw invalidBody(z.prettifyError(error));
      throw error;
    }
  });

  app.post('/checkout/:id/pay', async (c) => {
    const body = await readBody(c, payBody);
    return c.json(payByApi(dodo, need(tables.checkouts, sessionId(c)), body));
  });
  app.post('/checkout/:id/give-up', (c) => {
    const session = giveUp(dodo, need(tables.checkouts, sessionId(c)));
    return c.json({ redirect_url: returnUrl(dodo, session) });
  });

  app.post('/subscriptions/:id/fail-next', async (c) => {
    const { count } = await readBody(c, z.object({ count: z.number().int().min(0).default(1) }));
    const row = need(tables.subscriptions, c.req.param('id'));
    tables.subscriptions.put(row.id, { ...row, failNext: count });
    return c.json({ fail_next: count });
  });
  app.post('/subscriptions/:id/renew', (c) => {
    const before = need(tables.subscriptions, c.req.param('id'));
    tables.subscriptions.put(before.id, { ...before, nextBillingMs: dodo.now() });
    onBillingDate(dodo, before.id);
    const row = need(tables.subscriptions, before.id);
    return c.json({ subscription_id: row.id, status: row.status });
  });

  app.post('/payments/:id/dispute', async (c) => {
    const body = await readBody(c, disputeBody);
    return c.json(disputeWire(dodo, openDispute(dodo, c.req.param('id'), body)));
  });
  app.post('/disputes/:id/:outcome', (c) => {
    const to = outcome.safeParse(c.req.param('outcome'));
    if (!to.success) throw invalidBody(`outcome: one of ${outcome.options.join(', ')}.`);
    return c.json(disputeWire(dodo, moveDispute(dodo, c.req.param('id'), to.data)));
  });

  app.post('/refunds/fail-next', async (c) => {
    const { count } = await readBody(c, z.object({ count: z.number().int().min(0).default(1) }));
    failNextRefunds(dodo, count);
    return c.json({ fail_next: count });
  });
  app.post('/refunds/:id/:outcome{succeeded|failed}', (c) => {
    const to = c.req.param('outcome') === 'succeeded' ? 'succeeded' : 'failed';
    return c.json(refundWire(dodo, settleRefund(dodo, c.req.param('id'), to)));
  });

  app.post('/payments/:id/:outcome{succeeded|failed}', (c) => {
    const to = c.req.param('outcome') === 'succeeded' ? 'succeeded' : 'failed';
    return c.json(paymentWire(dodo, settlePayment(dodo, { paymentId: c.req.param('id'), outcome: to })));
  });

  app.post('/payouts', (c) => c.json(payoutWire(makePayout(dodo))));

  app.post('/webhooks/:id/rotate', (c) => {
    const { endpoints } = dodo.world.deliveries;
    const row = need(endpoints, c.req.param('id'));
    const secret = freshSecret();
    endpoints.put(row.id, { ...row, secrets: [secret, ...row.secrets.slice(0, 1)], rotatedAt: Date.now() });
    return c.json({ secret });
  });
  app.post('/events', async (c) => {
    const body = await readBody(
      c,
      z.object({ type: z.enum(EVENT_TYPES), object_id: z.string(), data: z.record(z.string(), z.unknown()).nullish() }),
    );
    return c.json({ id: recordEvent(dodo, body.type, body.object_id, body.data ?? null) });
  });
  return app;
}

/** Accepts the id or the full URL of the page, because an app only knows the URL. */
function sessionId(c: Context): string {
  return (
    decodeURIComponent(c.req.param('id') ?? '')
      .split('/')
      .pop() ?? ''
  );
}

/** Pays with the same code as the page, including the customer's response to a bank challenge. */
function payByApi(dodo: Dodo, before: CheckoutRecord, body: z.output<typeof payBody>) {
  const billing = body.country
    ? { city: null, street: null, zipcode: null, ...before.billing, country: body.country, state: body.state ?? null }
    : before.billing;
  const session = dodo.tables.checkouts.put(before.id, {
    ...before,
    email: before.email ?? body.email ?? 'ada@example.com',
    name: (before.name || body.name) ?? 'Ada Lovelace',
    billing: before.kind === 'link' ? before.billing : billing,
    discountCodes: body.discount_code ? [body.discount_code.toUpperCase()] : before.discountCodes,
  });
  const card = cardFrom(body.card, { holder: session.name });
  const first = pay(dodo, session, detailsOf(session), card);
  const answered = dodo.tables.checkouts.get(session.id) ?? session;
  const bank = body.confirm ? { authenticated: true } : { refused: true };
  const result = first.outcome === 'challenge' ? pay(dodo, answered, detailsOf(answered), card, bank) : first;
  const latest = dodo.tables.checkouts.get(session.id) ?? session;
  return {
    outcome: result.outcome,
    error_code: result.outcome === 'declined' ? result.decline.code : null,
    session_id: latest.id,
    payment_id: latest.paymentId,
    subscription_ids: latest.subscriptionIds,
    redirect_url: latest.state === 'used' ? returnUrl(dodo, latest) : null,
  };
}
