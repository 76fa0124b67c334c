/** @jsxImportSource hono/jsx */
import type { FC } from 'hono/jsx';
import { Button, ButtonLink, Line, Notice, Panel } from '../../engine/page';
import { BUSINESS_NAME } from '../business';
import type { CheckoutRecord } from '../records/checkout';
import type { OrderView } from './order';

export const SuccessPage: FC<{
  order: OrderView;
  href: string | null;
  invoiceUrl: string | null;
  licenseKeys: string[];
}> = ({ order, href, invoiceUrl, licenseKeys }) => (
  <Panel>
    <Notice tone="good">{order.totalMinor > 0 ? 'Payment successful' : 'All set'}</Notice>
    <h1>Thank you</h1>
    <Line label={order.title}>{order.total}</Line>
    {licenseKeys.map((key) => (
      <Line key={key} label="License key">
        <code>{key}</code>
      </Line>
    ))}
    {invoiceUrl ? <a href={invoiceUrl}>Download the invoice</a> : null}
    {href ? (
      <ButtonLink href={href} kind="primary" wide>
        Continue to {BUSINESS_NAME}
      </ButtonLink>
    ) : (
      <p class="muted">You can close this page.</p>
    )}
  </Panel>
);

export const ClosedPage: FC<{ title: string; text: string; href: string | null }> = ({ title, text, href }) => (
  <Panel>
    <h1>{title}</h1>
    <p class="muted">{text}</p>
    {href ? (
      <ButtonLink href={href} wide>
        Return to {BUSINESS_NAME}
      </ButtonLink>
    ) : null}
  </Panel>
);

export const ChallengePage: FC<{ session: CheckoutRecord; order: OrderView }> = ({ session, order }) => (
  <Panel>
    <p class="muted">Your bank</p>
    <h1>Did you make this payment?</h1>
    <Line label={BUSINESS_NAME}>{order.total}</Line>
    <Line label="Card">•••• {session.card?.last4}</Line>
    <form method="post" action={`/pay/dodo/session/${session.id}/challenge`} class="stack">
      <Button name="answer" value="yes" wide>
        Confirm the payment
      </Button>
      <Button name="answer" value="no" kind="danger" wide>
        No, decline it
      </Button>
    </form>
  </Panel>
);
