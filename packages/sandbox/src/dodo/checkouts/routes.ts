import type DodoPayments from 'dodopayments';
import { Hono } from 'hono';
import { id } from '../../engine/random';
import { readBody } from '../api/body';
import { notFound } from '../api/errors';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import type { CheckoutRecord } from '../records/checkout';
import { stamp } from '../time/stamp';
import { openCheckout } from './open';
import { previewCheckout } from './preview';
import { checkoutBody } from './schema';

export function checkoutRoutes(dodo: Dodo): Hono {
  const routes = new Hono();

  routes.post('/', async (c) => {
    const body = await readBody(c, checkoutBody);
    return c.json(created(dodo, openCheckout(dodo, body), body.payment_method_id != null));
  });

  routes.post('/preview', async (c) => c.json(previewCheckout(dodo, await readBody(c, checkoutBody))));

  routes.get('/:id', (c) => {
    const session = need(dodo.tables.checkouts, c.req.param('id'));
    if (session.kind !== 'cart') throw notFound();
    return c.json(statusWire(dodo, session));
  });

  return routes;
}

function created(dodo: Dodo, session: CheckoutRecord, charged: boolean) {
  const confirmed = session.paymentId !== null;
  return {
    session_id: session.id,
    checkout_url: charged ? null : `${dodo.payUrl}/session/${session.id}`,
    client_secret: confirmed ? `${session.paymentId}_secret_${id('', 20)}` : null,
    payment_id: session.paymentId,
    publishable_key: confirmed ? 'pk_snd_tollgate' : null,
  } satisfies Required<DodoPayments.CheckoutSessionResponse>;
}

function statusWire(dodo: Dodo, session: CheckoutRecord) {
  const payment = session.paymentId === null ? undefined : dodo.tables.payments.get(session.paymentId);
  const customer = payment ? dodo.tables.customers.get(payment.customerId) : undefined;
  return {
    id: session.id,
    created_at: stamp(session.createdMs),
    customer_email: customer?.email ?? session.email,
    customer_name: customer?.name ?? session.name,
    payment_id: payment?.id ?? null,
    payment_status: payment?.status ?? null,
  } satisfies Required<DodoPayments.CheckoutSessionStatus>;
}
