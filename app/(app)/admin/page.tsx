import { AdminPage } from '@/components/admin/admin-page';
import { CUSTOMERS } from '@/components/admin/copy';
import { type Column, DataTable } from '@/components/admin/data-table';
import { Pager } from '@/components/admin/pager';
import { CustomerLink, Id, Time } from '@/components/admin/parts';
import { SearchForm } from '@/components/admin/search-form';
import { UnmatchedEventAlert } from '@/components/admin/unmatched-event-alert';
import { requireOperator } from '@/lib/auth';
import { type Found, findCustomers } from '@/lib/operators/search';
import { findUnmatchedEvent } from '@/lib/operators/unmatched-event';
import { readQuery } from './query';
import { titleForOperators } from './title';

export const generateMetadata = titleForOperators(CUSTOMERS.title);

interface Props {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const { columns } = CUSTOMERS;
const COLUMNS: Column<Found>[] = [
  { name: columns.email, cell: (row) => <CustomerLink id={row.id} email={row.email} /> },
  { name: columns.name, cell: ({ name }) => name },
  { name: columns.created, cell: ({ createdAt }) => <Time at={createdAt} /> },
  { name: columns.id, cell: ({ id }) => <Id>{id}</Id> },
];

export default async function Customers({ searchParams }: Props) {
  await requireOperator();
  const query = await readQuery(searchParams);
  const { rows, next } = await findCustomers(query.q ?? '', query.cursor);
  const sighting = rows.length === 0 ? await findUnmatchedEvent(query.q ?? '') : null;
  return (
    <AdminPage current="/admin" title={CUSTOMERS.title}>
      <SearchForm text={query.q ?? ''} />
      {sighting === null ? (
        <DataTable caption={CUSTOMERS.caption} columns={COLUMNS} rows={rows} keyOf={({ id }) => id} />
      ) : (
        <UnmatchedEventAlert sighting={sighting} />
      )}
      <Pager path="/admin" query={query} next={next} />
    </AdminPage>
  );
}
