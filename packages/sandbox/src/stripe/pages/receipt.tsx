/** @jsxImportSource hono/jsx */
import { Hono } from 'hono';
import { Badge, Line, layout } from '../../engine/page';
import type { StripeContext } from '../api/context';
import { ACCOUNT_NAME } from '../billing-account';
import { day, money } from '../invoices/format';

/** The receipt of a charge, at its `receipt_url`. */
export function receiptPages(ctx: StripeContext): Hono {
  const app = new Hono();
  app.get('/pay/stripe/receipts/:id', (http) => {
    const charge = ctx.need(ctx.tables.charges, 'charge', http.req.param('id'));
    const card = charge.payment_method_details?.card;
    const { currency, amount, amount_refunded } = charge;
    return http.html(
      layout(
        `Receipt from ${ACCOUNT_NAME}`,
        <section class="panel">
          <h1>Receipt from {ACCOUNT_NAME}</h1>
          <p class="amount">{money(amount, currency)}</p>
          <p>
            {amount_refunded === 0 ? (
              <Badge tone="good">Paid</Badge>
            ) : (
              <Badge tone="warn">{charge.refunded ? 'Refunded' : 'Partially refunded'}</Badge>
            )}
          </p>
          <Line label="Paid on">{day(charge.created)}</Line>
          <Line label="Paid with">
            {card ? `${card.brand} •••• ${card.last4}` : (charge.payment_method_details?.type ?? '')}
          </Line>
          <Line label="For">{charge.description ?? 'Payment'}</Line>
          {amount_refunded > 0 ? <Line label="Refunded">−{money(amount_refunded, currency)}</Line> : null}
          <Line label="Receipt number">{charge.id}</Line>
        </section>,
        { provider: 'stripe' },
      ),
    );
  });
  return app;
}
