import { canResend } from '@/lib/mail/resend';
import type { WaitingWork } from '@/lib/operators/work';
import { ADMIN } from '../copy';
import { type Column, DataTable } from '../data-table';
import { formatCount } from '../format';
import { CustomerLink, Time } from '../parts';
import { SmallButton } from '../small-button';
import { WORK } from './copy';

type Operation = WaitingWork['operations'][number];
type Email = WaitingWork['emails'][number];
const { columns: names } = WORK;

const shared = {
  created: { name: names.created, cell: (row: Operation | Email) => <Time at={row.createdAt} /> },
  next: { name: names.next, cell: (row: Operation | Email) => <Time at={row.nextAttemptAt} /> },
  kind: { name: names.kind, cell: (row: Operation | Email) => row.kind },
  status: { name: names.status, cell: (row: Operation | Email) => row.status },
  attempts: { name: names.attempts, align: 'end' as const, cell: (row: Operation | Email) => row.attempts },
  error: { name: names.error, cell: (row: Operation | Email) => row.error ?? ADMIN.noValue },
  customer: {
    name: names.customer,
    cell: (row: Operation | Email) => (
      <CustomerLink id={'userId' in row ? (row.workspaceId ?? row.userId) : row.workspaceId} email={WORK.open} />
    ),
  },
};
const { created, next, kind, status, attempts, error, customer } = shared;
const COLUMNS = [created, next, kind, status, attempts, error, customer];

/** Requests to providers that aren't done, or whose outcome isn't known. */
export function WaitingOperations({ operations }: { readonly operations: readonly Operation[] }) {
  return (
    <DataTable
      caption={WORK.operations(formatCount(operations.length))}
      columns={COLUMNS}
      rows={operations}
      keyOf={({ id }) => id}
    />
  );
}

/** Emails that failed or are late, each with a button that sends it again. */
export function WaitingEmails({ emails }: { readonly emails: readonly Email[] }) {
  const act: Column<Email> = {
    name: names.act,
    cell: (row) =>
      canResend(row) ? (
        <SmallButton action="/api/admin/emails" fields={{ email: row.id }} name={WORK.resend} about={row.kind} />
      ) : (
        ADMIN.noValue
      ),
  };
  return (
    <DataTable
      caption={WORK.emails(formatCount(emails.length))}
      columns={[...COLUMNS, act]}
      rows={emails}
      keyOf={({ id }) => id}
    />
  );
}
