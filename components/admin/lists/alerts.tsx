import type { AlertGroup, AlertRow } from '@/lib/operators/alerts';
import { Badge } from '../../ui/badge';
import { ADMIN } from '../copy';
import { type Column, DataTable } from '../data-table';
import { formatTime, withQuery } from '../format';
import { CustomerLink, Time } from '../parts';
import { AlertDetail } from './alert-detail';
import { ALERTS } from './copy';
import { runBookUrl } from './run-book';

const { groupColumns, columns: names } = ALERTS;

const GROUPS: Column<AlertGroup>[] = [
  {
    name: groupColumns.kind,
    cell: ({ kind }) => (
      <a className="link" href={withQuery('/admin/alerts', { kind })}>
        {kind}
      </a>
    ),
  },
  { name: groupColumns.count, align: 'end', cell: ({ count }) => count },
  { name: groupColumns.oldest, cell: ({ oldest }) => <Time at={oldest} /> },
];

/** How many alerts of each kind are open. */
export function AlertGroups({ groups }: { readonly groups: readonly AlertGroup[] }) {
  return (
    <DataTable caption={ALERTS.groups} columns={GROUPS} rows={groups} keyOf={({ kind }) => kind} empty={ALERTS.none} />
  );
}

const COLUMNS: Column<AlertRow>[] = [
  { name: names.at, cell: ({ createdAt }) => <Time at={createdAt} /> },
  { name: names.kind, cell: ({ kind }) => <Badge variant="warning">{kind}</Badge> },
  {
    name: names.todo,
    cell: ({ kind, whatToDo }) => (
      <span className="block min-w-60 max-w-md">
        {whatToDo ?? ADMIN.noValue}{' '}
        <a className="link" href={runBookUrl(kind)}>
          {ALERTS.runBook}
          <span className="sr-only">: {kind}</span>
        </a>
      </span>
    ),
  },
  {
    name: names.customer,
    cell: ({ customer }) => (customer === null ? ADMIN.noValue : <CustomerLink {...customer} />),
  },
  { name: names.detail, cell: ({ detail }) => <AlertDetail detail={detail} /> },
  { name: names.close, cell: (row) => <CloseForm alert={row} /> },
];

/** Alerts with what to do about each, and a form that closes one. */
export function Alerts({ alerts }: { readonly alerts: readonly AlertRow[] }) {
  return <DataTable caption={ALERTS.list} columns={COLUMNS} rows={alerts} keyOf={({ id }) => id} empty={ALERTS.none} />;
}

function CloseForm({ alert: { id, kind, closedAt, closedBy, note } }: { readonly alert: AlertRow }) {
  if (closedAt !== null)
    return (
      <span>
        {ALERTS.closedBy(closedBy ?? ADMIN.noValue, formatTime(closedAt))} {note}
      </span>
    );
  return (
    <form method="post" action="/api/admin/alerts" className="flex min-w-52 gap-2">
      <input type="hidden" name="alert" value={id} />
      <label htmlFor={`note-${id}`} className="sr-only">
        {ALERTS.note} ({kind})
      </label>
      <input
        id={`note-${id}`}
        name="note"
        placeholder={ALERTS.note}
        maxLength={500}
        required
        className="min-h-8 w-36 rounded-sm border border-input bg-card px-2 text-xs"
      />
      <button
        type="submit"
        className="min-h-8 cursor-pointer rounded-sm border border-input bg-card px-2.5 text-xs font-medium hover:bg-muted"
      >
        {ALERTS.close}
      </button>
    </form>
  );
}
