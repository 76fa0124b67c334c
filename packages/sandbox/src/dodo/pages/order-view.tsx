/** @jsxImportSource hono/jsx */
import type { FC, PropsWithChildren } from 'hono/jsx';
import { Button, Line, Notice, Panel } from '../../engine/page';
import { BUSINESS_NAME } from '../business';
import type { CheckoutRecord } from '../records/checkout';
import type { OrderView } from './order';

/** The stylesheet breaks long words anywhere; amounts must not wrap. */
const Amount: FC<PropsWithChildren> = ({ children }) => <span style="white-space: nowrap">{children}</span>;

/** The items, today's total with its tax, and future charges. */
export const OrderSummary: FC<{ session: CheckoutRecord; order: OrderView }> = ({ session, order }) => (
  <Panel>
    <p class="muted">{BUSINESS_NAME}</p>
    <h1>{order.title}</h1>
    <p class="amount">{order.headline}</p>
    {order.lines.map((line, i) => (
      <Line
        key={String(i)}
        label={
          <>
            {line.name}
            {line.detail ? <div class="hint">{line.detail}</div> : null}
          </>
        }
      >
        <Amount>{line.amount}</Amount>
      </Line>
    ))}
    {order.lines.length > 0 ? (
      <>
        {order.lines.length > 1 || order.discount ? <Line label="Subtotal">{order.subtotal}</Line> : null}
        {order.discount ? <Line label={`Discount ${order.codes.join(', ')}`}>{order.discount}</Line> : null}
        <Line label={order.taxLabel}>{order.tax}</Line>
        <Line label="Total due today" strong>
          {order.total}
        </Line>
      </>
    ) : null}
    {order.later.map((sentence) => (
      <p key={sentence} class="muted">
        {sentence}
      </p>
    ))}
    {session.kind === 'cart' && session.order.flags.allowDiscountCode ? (
      <DiscountBox session={session} order={order} />
    ) : null}
  </Panel>
);

const DiscountBox: FC<{ session: CheckoutRecord; order: OrderView }> = ({ session, order }) => (
  <form method="post" action={`/pay/dodo/session/${session.id}/discount`} class="stack">
    {order.codeError ? <Notice tone="bad">{order.codeError}</Notice> : null}
    {order.codes.length > 0 ? (
      <Button kind="plain" small name="code" value="">
        Remove {order.codes.join(', ')}
      </Button>
    ) : (
      <div class="search">
        <input name="code" aria-label="Discount code" placeholder="Discount code" autocomplete="off" />
        <Button kind="plain">Apply</Button>
      </div>
    )}
  </form>
);
