/** @jsxImportSource hono/jsx */
import type { FC } from 'hono/jsx';
import { Badge, Button, ButtonLink, Field, Line, Notice, Panel, type Tone } from '../../engine/page';
import { BUSINESS_NAME } from '../business';
import type { CustomerRecord } from '../records/customer';

export interface SubscriptionView {
  id: string;
  name: string;
  status: string;
  tone: Tone;
  price: string;
  /** What happens next, as a sentence. */
  next: string;
  card: string | null;
  owed: string | null;
  canCancel: boolean;
  canUndo: boolean;
  canChangeCard: boolean;
}

export interface PaymentView {
  id: string;
  date: string;
  title: string;
  amount: string;
  status: string;
  tone: Tone;
  invoiceUrl: string | null;
}

export interface PortalProps {
  path: string;
  customer: CustomerRecord;
  returnUrl: string | null;
  subscriptions: SubscriptionView[];
  payments: PaymentView[];
  licenseKeys: { id: string; key: string; product: string; status: string }[];
  problem: string | null;
  done: string | null;
}

export const PortalPage: FC<PortalProps> = (props) => (
  <>
    <div class="title-row">
      <div>
        <p class="muted">{BUSINESS_NAME}</p>
        <h1>Your purchases</h1>
        <p class="muted">{props.customer.email}</p>
      </div>
      {props.returnUrl ? <ButtonLink href={props.returnUrl}>Return to {BUSINESS_NAME}</ButtonLink> : null}
    </div>
    {props.problem ? <Notice tone="bad">{props.problem}</Notice> : null}
    {props.done ? <Notice tone="good">{props.done}</Notice> : null}
    <div class="columns">
      <div class="stack">
        {props.subscriptions.length === 0 ? (
          <Panel title="Subscriptions">
            <p class="empty">You don’t have a subscription.</p>
          </Panel>
        ) : (
          props.subscriptions.map((subscription) => (
            <SubscriptionPanel key={subscription.id} path={props.path} subscription={subscription} />
          ))
        )}
      </div>
      <div class="stack">
        {props.licenseKeys.length > 0 ? (
          <Panel title="License keys">
            {props.licenseKeys.map((key) => (
              <Line key={key.id} label={`${key.product} (${key.status})`}>
                <code>{key.key}</code>
              </Line>
            ))}
          </Panel>
        ) : null}
        <Panel title="Payments">
          {props.payments.length === 0 ? <p class="empty">No payments yet.</p> : <Payments payments={props.payments} />}
        </Panel>
      </div>
    </div>
  </>
);

const SubscriptionPanel: FC<{ path: string; subscription: SubscriptionView }> = ({ path, subscription }) => {
  const action = `${path}/subscriptions/${subscription.id}`;
  return (
    <Panel>
      <div class="panel-head">
        <h2>{subscription.name}</h2>
        <Badge tone={subscription.tone}>{subscription.status}</Badge>
      </div>
      <p class="amount">{subscription.price}</p>
      <p class="muted">{subscription.next}</p>
      {subscription.owed ? (
        <Notice tone="bad">The last payment failed. {subscription.owed} is due. Pay it with a new card.</Notice>
      ) : null}
      {subscription.card ? <Line label="Card">{subscription.card}</Line> : null}
      <form method="post" class="buttons">
        {subscription.canChangeCard ? (
          <Button kind={subscription.owed ? 'primary' : 'plain'} small formaction={`${action}/card`}>
            {subscription.owed ? `Pay ${subscription.owed} with a new card` : 'Change the card'}
          </Button>
        ) : null}
        {subscription.canUndo ? (
          <Button kind="plain" small formaction={`${action}/keep`}>
            Keep the subscription
          </Button>
        ) : null}
      </form>
      {subscription.canCancel ? <CancelForm action={`${action}/cancel`} scheduled={subscription.canUndo} /> : null}
    </Panel>
  );
};

const REASONS = [
  ['too_expensive', 'Too expensive'],
  ['missing_features', 'Missing features'],
  ['switched_service', 'I switched to something else'],
  ['unused', 'I don’t use it'],
  ['customer_service', 'Customer service'],
  ['low_quality', 'Quality'],
  ['too_complex', 'Too complicated'],
  ['other', 'Other'],
] as const;

const CancelForm: FC<{ action: string; scheduled: boolean }> = ({ action, scheduled }) => (
  <details>
    <summary>Cancel</summary>
    <form method="post" action={action} class="stack">
      <fieldset class="stack">
        <legend>When?</legend>
        {scheduled ? null : (
          <label class="check">
            <input type="radio" name="when" value="period_end" checked />
            At the next billing date
          </label>
        )}
        <label class="check">
          <input type="radio" name="when" value="now" checked={scheduled} />
          Now, without a refund
        </label>
      </fieldset>
      <label class="field">
        <span class="label">Why?</span>
        <select name="feedback">
          <option value="">I’d rather not say</option>
          {REASONS.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </label>
      <Field label="Anything else?" name="comment" />
      <Button kind="danger">Cancel the subscription</Button>
    </form>
  </details>
);

const Payments: FC<{ payments: PaymentView[] }> = ({ payments }) => (
  <ul class="rows">
    {payments.map((payment) => (
      <li key={payment.id}>
        <div class="row">
          <span class="row-main">
            <strong>{payment.title}</strong>
            <span class="muted">{payment.date}</span>
          </span>
          <Badge tone={payment.tone}>{payment.status}</Badge>
          <span class="end">{payment.amount}</span>
          {payment.invoiceUrl ? <a href={payment.invoiceUrl}>Invoice</a> : null}
        </div>
      </li>
    ))}
  </ul>
);
