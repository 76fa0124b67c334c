import type { EventRow } from '@/lib/operators/events';
import { Badge, type BadgeVariant } from '../../ui/badge';
import { ADMIN } from '../copy';
import { type Column, DataTable } from '../data-table';
import { Id, Time } from '../parts';
import { EVENTS } from './copy';

const { columns: names } = EVENTS;

const VARIANTS: Record<EventRow['status'], BadgeVariant> = {
  received: 'secondary',
  processing: 'secondary',
  processed: 'success',
  ignored: 'secondary',
  failed: 'warning',
  dead: 'destructive',
};

const COLUMNS: Column<EventRow>[] = [
  {
    name: names.at,
    cell: ({ id, receivedAt }) => (
      <a className="link" href={`/admin/events/${id}`}>
        <Time at={receivedAt} />
      </a>
    ),
  },
  { name: names.provider, cell: ({ provider }) => provider },
  { name: names.type, cell: ({ type }) => type },
  { name: names.status, cell: ({ status }) => <Badge variant={VARIANTS[status]}>{status}</Badge> },
  {
    name: names.about,
    cell: ({ targetKind, targetId }) =>
      targetId === null ? (
        ADMIN.noValue
      ) : (
        <>
          {targetKind} <Id>{targetId}</Id>
        </>
      ),
  },
  { name: names.attempts, align: 'end', cell: ({ attempts }) => attempts },
  {
    name: names.error,
    cell: ({ error, reason }) => <span className="break-words">{error ?? reason ?? ADMIN.noValue}</span>,
  },
];

/** Webhooks, each leading to its own page. */
export function Events({ events }: { readonly events: readonly EventRow[] }) {
  return <DataTable caption={EVENTS.list} columns={COLUMNS} rows={events} keyOf={({ id }) => id} empty={EVENTS.none} />;
}
