import { disputePage } from '@/lib/billing/providers/dashboard-page';
import type { Provider } from '@/lib/billing/types';
import {
  type CaseRow,
  type DisputeRow,
  type InvoiceRow,
  type PaymentRow,
  type RefundRow,
  stageOf,
} from '@/lib/operators/money';
import { customerOf } from '@/lib/workspaces/owner';
import { ADMIN } from '../copy';
import type { Column } from '../data-table';
import { formatAmount, formatTime } from '../format';
import { CustomerLink, Id, Time } from '../parts';
import { MONEY } from './copy';

const { columns: names } = MONEY;

interface Money {
  readonly amount: bigint;
  readonly currency: string;
  readonly provider: Provider;
}

const date = { name: names.date, cell: (row: { readonly createdAt: Date }) => <Time at={row.createdAt} /> };
const amount = {
  name: names.amount,
  align: 'end' as const,
  cell: (row: Money) => formatAmount(row.amount, row.currency, row.provider),
};
const id = {
  name: names.id,
  cell: ({ provider, externalId }: { readonly provider: Provider; readonly externalId: string }) => (
    <>
      {provider} <Id>{externalId}</Id>
    </>
  ),
};
const reason = { name: names.reason, cell: (row: { readonly reason: string | null }) => row.reason ?? ADMIN.noValue };
const payer = {
  name: names.customer,
  cell: ({ payment: { workspace } }: RefundRow | DisputeRow) => <CustomerLink {...customerOf(workspace)} />,
};

export const PAYMENTS: Column<PaymentRow>[] = [
  date,
  { name: names.customer, cell: ({ workspace }) => <CustomerLink {...customerOf(workspace)} /> },
  {
    name: names.what,
    cell: ({ sku, description, quantity }) => `${sku ?? description ?? ADMIN.noValue} × ${quantity}`,
  },
  amount,
  { name: names.tax, align: 'end', cell: ({ tax, currency, provider }) => formatAmount(tax, currency, provider) },
  {
    name: names.status,
    cell: ({ status, failureCode }) => (failureCode === null ? status : `${status} (${failureCode})`),
  },
  id,
];

export const REFUNDS: Column<RefundRow>[] = [
  date,
  payer,
  amount,
  { name: names.status, cell: ({ status }) => status },
  reason,
  id,
];

export const DISPUTES: Column<DisputeRow>[] = [
  date,
  payer,
  amount,
  { name: names.status, cell: ({ status, providerStatus }) => `${status} (${providerStatus})` },
  reason,
  { name: names.due, cell: ({ evidenceDueAt }) => <Time at={evidenceDueAt} /> },
  {
    name: names.evidence,
    cell: ({ provider, mode, externalId, status }) =>
      status === 'open' || status === 'inquiry' ? (
        <a className="link" href={disputePage(provider, mode, externalId)} rel="noreferrer">
          {MONEY.evidence}
          <span className="sr-only"> {externalId}</span>
        </a>
      ) : (
        MONEY.noEvidence
      ),
  },
  id,
];

export const INVOICES: Column<InvoiceRow>[] = [
  { name: names.invoiceDue, cell: ({ dueAt }) => <Time at={dueAt} /> },
  { name: names.customer, cell: ({ workspace }) => <CustomerLink {...customerOf(workspace)} /> },
  {
    name: names.open,
    align: 'end',
    cell: ({ amountDue, currency, provider }) => formatAmount(amountDue, currency, provider),
  },
  date,
  id,
];

/** Columns of delinquency cases; the stage depends on the time. */
export function caseColumns(now: Date): Column<CaseRow>[] {
  return [
    { name: names.date, cell: ({ openedAt }) => <Time at={openedAt} /> },
    { name: names.customer, cell: ({ subscription: { workspace } }) => <CustomerLink {...customerOf(workspace)} /> },
    {
      name: names.amount,
      align: 'end',
      cell: ({ subscription: { debtAmount, currency, provider } }) =>
        debtAmount === null ? ADMIN.noValue : formatAmount(debtAmount, currency, provider),
    },
    { name: names.stage, cell: (row) => MONEY.stages[stageOf(row, now).stage] },
    { name: names.next, cell: (row) => nextStep(row, now) },
    { name: names.reason, cell: ({ declineClass }) => declineClass },
    { name: names.attempts, align: 'end', cell: ({ attempts }) => attempts },
    { name: names.id, cell: ({ subscription }) => id.cell(subscription) },
  ];
}

function nextStep(row: CaseRow, now: Date): string {
  const { stage, next } = stageOf(row, now);
  if (next === null || (stage !== 'grace' && stage !== 'read-only')) return ADMIN.noValue;
  return MONEY.steps[stage](formatTime(next));
}
