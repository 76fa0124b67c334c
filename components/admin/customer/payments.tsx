import { disputeBlock } from '@/lib/billing/access/dispute-block';
import { givenBackOf } from '@/lib/billing/access/payment-standing';
import { disputePage } from '@/lib/billing/providers/dashboard-page';
import type { CustomerPayment } from '@/lib/operators/customer';
import { ADMIN } from '../copy';
import { type Column, DataTable } from '../data-table';
import { formatAmount, formatDate } from '../format';
import { Id, ProviderId, Time } from '../parts';
import { Section } from '../section';
import { STORY } from './copy';

const { paymentColumns: names } = STORY;

const PAYMENTS: Column<CustomerPayment>[] = [
  { name: names.date, cell: ({ createdAt }) => <Time at={createdAt} /> },
  { name: names.what, cell: (row) => <Bought payment={row} /> },
  {
    name: names.amount,
    align: 'end',
    cell: ({ amount, currency, provider }) => formatAmount(amount, currency, provider),
  },
  { name: names.status, cell: (row) => <Status payment={row} /> },
  {
    name: names.back,
    align: 'end',
    cell: (payment) => refundsOf(payment).join(', ') || ADMIN.noValue,
  },
  {
    name: names.id,
    cell: (row) => <ProviderId of={row} />,
  },
  { name: names.act, cell: (row) => <RefundLink payment={row} /> },
];

/** The latest payments, each with a way to refund what is left. */
export function Payments({ payments }: { readonly payments: readonly CustomerPayment[] }) {
  return (
    <Section id="payments" title={STORY.payments}>
      <DataTable
        caption={STORY.paymentsCaption}
        columns={PAYMENTS}
        rows={payments}
        keyOf={({ id }) => id}
        empty={STORY.noPayments}
      />
    </Section>
  );
}

/** What was paid for, and by which subscription: a customer may have several. */
function Bought({ payment: { sku, quantity, description, subscription } }: { readonly payment: CustomerPayment }) {
  return (
    <>
      {sku ?? description ?? ''} × {quantity}
      {subscription !== null && (
        <div>
          <Id>{subscription.externalId}</Id>
        </div>
      )}
    </>
  );
}

function failureOf({ failureCode, failureMessage }: CustomerPayment): string[] {
  const why = failureMessage ?? failureCode;
  return why === null ? [] : [why];
}

/** Every refund and how far it is; a failed one left the money with us. */
function refundsOf({ refunds, credited, currency, provider }: CustomerPayment): string[] {
  const credit = credited === 0n ? [] : [STORY.credited(formatAmount(credited, currency, provider))];
  const states = refunds.map(({ amount, status }) => {
    const money = formatAmount(amount, currency, provider);
    return status === 'succeeded' ? money : STORY.refundState(money, status);
  });
  return [...credit, ...states];
}

function Status({ payment }: { readonly payment: CustomerPayment }) {
  return (
    <>
      {[payment.status, ...failureOf(payment)].join(', ')}
      {payment.disputes.map((dispute) => (
        <DisputeState key={dispute.id} dispute={dispute} />
      ))}
    </>
  );
}

/** What a dispute still needs, or what the bank decided. */
function DisputeState({ dispute }: { readonly dispute: CustomerPayment['disputes'][number] }) {
  const { provider, mode, externalId, status, evidenceDueAt } = dispute;
  if (status === 'inquiry' && evidenceDueAt === null) return <div>{STORY.inquiryClosed}</div>;
  if (status === 'won' || status === 'lost') return <div>{STORY.dispute(status)}</div>;
  const what = STORY.disputed[status];
  return (
    <div>
      {evidenceDueAt === null ? what : STORY.evidenceDue(what, formatDate(evidenceDueAt))}
      {'. '}
      <a className="link" href={disputePage(provider, mode, externalId)} rel="noreferrer">
        {STORY.evidence}
        <span className="sr-only"> {externalId}</span>
      </a>
    </div>
  );
}

/** No link where the refund page would refuse. */
function RefundLink({ payment }: { readonly payment: CustomerPayment }) {
  const { id, workspaceId, status, amount, refunds, disputes } = payment;
  if (status !== 'succeeded' || givenBackOf(payment) >= amount) return ADMIN.noValue;
  const blocked = disputeBlock(disputes);
  if (blocked !== null) return blocked === 'open' ? STORY.refundAfterDispute : ADMIN.noValue;
  return (
    <a className="link" href={`/admin/customers/${workspaceId}/refund/${id}`}>
      {refunds.some((refund) => refund.status === 'failed') ? STORY.refundAgain : STORY.refund}
    </a>
  );
}
