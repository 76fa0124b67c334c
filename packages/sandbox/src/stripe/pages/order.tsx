/** @jsxImportSource hono/jsx */
import type { FC } from 'hono/jsx';
import { Button, Line } from '../../engine/page';
import type { StripeContext } from '../api/context';
import type { CheckoutSessionRecord } from '../billing-tables';
import { hiddenCheckout } from '../checkout/hidden-state';
import { every, money } from '../invoices/format';

const DAY = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });

/** The order line by line, with the amount due today and future charges. */
export const Order: FC<{ ctx: StripeContext; session: CheckoutSessionRecord }> = ({ ctx, session }) => {
  const { lines } = hiddenCheckout(ctx, session.id);
  const currency = session.currency ?? 'usd';
  const discount = session.total_details?.amount_discount ?? 0;
  return (
    <div class="stack">
      {lines.map((line) => (
        <Line
          key={line.id}
          label={
            <>
              {line.description}
              {line.quantity !== null && line.quantity > 1 ? ` × ${line.quantity}` : ''}
            </>
          }
        >
          {money(line.price?.recurring ? fullPrice(line) : line.amount_subtotal, currency)}
          {line.price?.recurring ? ` / ${every(line.price.recurring)}` : ''}
        </Line>
      ))}
      {lines
        .filter((line) => line.adjustable_quantity?.enabled)
        .map((line) => (
          <form key={line.id} method="post" action={`/pay/stripe/checkout/${session.id}/quantity`} class="inline-form">
            <input type="hidden" name="line" value={line.id} />
            <label class="field">
              <span class="label">How many {line.description}</span>
              <input
                name="quantity"
                type="number"
                min={Math.max(1, line.adjustable_quantity?.minimum ?? 1)}
                max={line.adjustable_quantity?.maximum ?? 99}
                value={String(line.quantity ?? 1)}
              />
            </label>
            <Button kind="plain">Update</Button>
          </form>
        ))}
      {discount > 0 ? <Line label="Discount">−{money(discount, currency)}</Line> : null}
      <Line label="Due today" strong>
        {money(session.amount_total ?? 0, currency)}
      </Line>
    </div>
  );
};

type OrderLine = ReturnType<typeof hiddenCheckout>['lines'][number];

const fullPrice = (line: OrderLine): number =>
  Math.round(Number(line.price?.unit_amount_decimal ?? 0) * (line.quantity ?? 1));

/** Such as `14 days free, then $20.00 / month`: what the button will start. Null for a one-time purchase. */
export function afterwards(ctx: StripeContext, session: CheckoutSessionRecord): string | null {
  const hidden = hiddenCheckout(ctx, session.id);
  const recurring = hidden.lines.filter((line) => line.price?.recurring);
  const [first] = recurring;
  if (session.mode !== 'subscription' || !first?.price?.recurring) return null;
  const sum = recurring.reduce((all, line) => all + fullPrice(line), 0);
  const rate = `${money(sum, session.currency ?? 'usd')} / ${every(first.price.recurring)}`;
  const { trial_period_days: days, trial_end: end } = hidden.subscriptionData ?? {};
  if (days !== undefined) return `${days} days free, then ${rate}. Cancel anytime before then.`;
  if (end !== undefined) return `Free until ${DAY.format(end * 1000)}, then ${rate}.`;
  return `Then ${rate} until you cancel.`;
}
