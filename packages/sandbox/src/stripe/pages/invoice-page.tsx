/** @jsxImportSource hono/jsx */
import type { FC } from 'hono/jsx';
import { Badge, Button, ButtonLink, CardFields, Line, layout, Notice, Panel, type Tone } from '../../engine/page';
import type { StripeContext } from '../api/context';
import { ACCOUNT_NAME } from '../billing-account';
import type { InvoiceRecord } from '../billing-tables';
import { day, money } from '../invoices/format';
import { methodFor } from '../invoices/payment-method';
import { methodLabel } from './method-label';

const tones: Record<string, Tone> = { paid: 'good', open: 'warn', uncollectible: 'bad', void: 'neutral' };

/** The page where a customer sees an invoice and pays it. */
export function invoicePage(
  ctx: StripeContext,
  invoice: InvoiceRecord,
  view: { error: string | null; card?: string | undefined },
): string {
  const { currency } = invoice;
  const path = `/pay/stripe/invoice/${invoice.id}`;
  const payable = invoice.status === 'open' || invoice.status === 'uncollectible';
  return layout(
    `Invoice ${invoice.number} from ${ACCOUNT_NAME}`,
    <>
      <section class="panel">
        <div class="title-row">
          <h1>Invoice {invoice.number}</h1>
          <Badge tone={tones[invoice.status ?? ''] ?? 'neutral'}>{invoice.status ?? ''}</Badge>
        </div>
        <p class="amount">{money(payable ? invoice.amount_remaining : invoice.total, currency)}</p>
        <Line label="From">{ACCOUNT_NAME}</Line>
        <Line label="To">{invoice.customer_name ?? invoice.customer_email ?? 'Customer'}</Line>
        <Line label="Date">{day(invoice.created)}</Line>
        {invoice.due_date === null ? null : <Line label="Due">{day(invoice.due_date)}</Line>}
        <Sums invoice={invoice} />
        <ButtonLink href={`${path}/pdf`}>Download PDF</ButtonLink>
      </section>
      {payable ? <PayForm ctx={ctx} invoice={invoice} error={view.error} card={view.card} /> : null}
    </>,
    { provider: 'stripe', width: payable ? 'split' : 'narrow' },
  );
}

const Sums: FC<{ invoice: InvoiceRecord }> = ({ invoice }) => {
  const { currency } = invoice;
  const off = (invoice.total_discount_amounts ?? []).reduce((sum, { amount }) => sum + amount, 0);
  const fromBalance = (invoice.ending_balance ?? invoice.starting_balance) - invoice.starting_balance;
  return (
    <div class="stack">
      {invoice.lines.data.map((line) => (
        <Line key={line.id} label={line.description ?? ''}>
          {money(line.amount, currency)}
        </Line>
      ))}
      {off > 0 ? <Line label="Discount">−{money(off, currency)}</Line> : null}
      <Line label="Total">{money(invoice.total, currency)}</Line>
      {fromBalance === 0 ? null : <Line label="Account balance">{money(-fromBalance, currency)}</Line>}
      <Line label={invoice.status === 'paid' ? 'Amount paid' : 'Amount due'} strong>
        {money(invoice.status === 'paid' ? invoice.amount_paid : invoice.amount_remaining, currency)}
      </Line>
    </div>
  );
};

const PayForm: FC<{ ctx: StripeContext; invoice: InvoiceRecord; error: string | null; card: string | undefined }> = ({
  ctx,
  invoice,
  error,
  card,
}) => {
  const saved = methodFor(ctx, invoice);
  const path = `/pay/stripe/invoice/${invoice.id}`;
  return (
    <Panel title="Pay this invoice">
      {error === null ? null : <Notice tone="bad">{error}</Notice>}
      {saved === null ? null : (
        <form method="post" action={path} class="stack">
          <Button wide kind="plain" name="saved" value={saved}>
            Pay with {methodLabel(ctx.tables.paymentMethods.get(saved)).split(',')[0]}
          </Button>
        </form>
      )}
      <form method="post" action={path} class="stack">
        <CardFields provider="stripe" number={card} name={invoice.customer_name ?? ''} />
        <Button wide>Pay {money(invoice.amount_remaining, invoice.currency)}</Button>
      </form>
    </Panel>
  );
};
