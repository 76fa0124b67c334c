import { givenBackOf } from '@/lib/billing/access/standing';
import type { CustomerPayment } from '@/lib/operators/customer';
import { ADMIN } from '../copy';
import { type Column, DataTable } from '../data-table';
import { formatAmount } from '../format';
import { Id, Time } from '../parts';
import { Section } from '../section';
import { STORY } from './copy';

const { paymentColumns: names } = STORY;

const PAYMENTS: Column<CustomerPayment>[] = [
  { name: names.date, cell: ({ createdAt }) => <Time at={createdAt} /> },
  { name: names.what, cell: ({ sku, quantity, description }) => `${sku ?? description ?? ''} × ${quantity}` },
  {
    name: names.amount,
    align: 'end',
    cell: ({ amount, currency, provider }) => formatAmount(amount, currency, provider),
  },
  { name: names.status, cell: (row) => [row.status, ...failureOf(row), ...disputesOf(row)].join(', ') },
  {
    name: names.back,
    align: 'end',
    cell: (payment) =>
      givenBackOf(payment) === 0n
        ? ADMIN.noValue
        : formatAmount(givenBackOf(payment), payment.currency, payment.provider),
  },
  {
    name: names.id,
    cell: ({ provider, externalId }) => (
      <>
        {provider} <Id>{externalId}</Id>
      </>
    ),
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

function failureOf({ failureCode, failureMessage }: CustomerPayment): string[] {
  const why = failureMessage ?? failureCode;
  return why === null ? [] : [why];
}

function disputesOf({ disputes }: CustomerPayment): string[] {
  return disputes.map(({ status }) => STORY.dispute(status));
}

function RefundLink({ payment }: { readonly payment: CustomerPayment }) {
  const { id, userId, status, amount } = payment;
  if (status !== 'succeeded' || givenBackOf(payment) >= amount) return ADMIN.noValue;
  return (
    <a className="link" href={`/admin/customers/${userId}/refund/${id}`}>
      {STORY.refund}
    </a>
  );
}
