import { AdminPage } from '@/components/admin/admin-page';
import { DataTable } from '@/components/admin/data-table';
import { Filters } from '@/components/admin/filters';
import { MONEY } from '@/components/admin/lists/copy';
import { caseColumns, DISPUTES, INVOICES, PAYMENTS, REFUNDS } from '@/components/admin/lists/money';
import { Tabs } from '@/components/admin/lists/tabs';
import { Pager } from '@/components/admin/pager';
import { requireOperator } from '@/lib/auth';
import { businessNow } from '@/lib/clock';
import { listCases, listDisputes, listOpenInvoices, listPayments, listRefunds } from '@/lib/operators/money';
import { oneOf, readQuery } from '../query';
import { titleForOperators } from '../title';

export const generateMetadata = titleForOperators(MONEY.title);

interface Props {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const LISTS = ['payments', 'refunds', 'disputes', 'cases', 'invoices'] as const;
const STATUSES = ['processing', 'succeeded', 'failed'] as const;
const keyOf = ({ id }: { readonly id: string }) => id;

export default async function Money({ searchParams }: Props) {
  await requireOperator();
  const query = await readQuery(searchParams);
  const list = oneOf(LISTS, query.list) ?? 'payments';
  const status = oneOf(STATUSES, query.state);
  const { table, next } = await load(list, status, query.cursor);
  return (
    <AdminPage current="/admin/money" title={MONEY.title}>
      <Tabs label={MONEY.tabs} path="/admin/money" name="list" names={MONEY.lists} current={list} />
      {list === 'payments' && (
        <Filters
          path="/admin/money"
          filters={[{ name: 'state', label: MONEY.status, value: status, options: STATUSES }]}
        />
      )}
      {table}
      <Pager path="/admin/money" query={{ list: query.list, state: status, cursor: query.cursor }} next={next} />
    </AdminPage>
  );
}

async function load(list: (typeof LISTS)[number], status: (typeof STATUSES)[number] | undefined, cursor?: string) {
  const caption = MONEY.lists[list];
  switch (list) {
    case 'payments': {
      const { rows, next } = await listPayments(status, cursor);
      return { next, table: <DataTable caption={caption} columns={PAYMENTS} rows={rows} keyOf={keyOf} /> };
    }
    case 'refunds': {
      const { rows, next } = await listRefunds(cursor);
      return { next, table: <DataTable caption={caption} columns={REFUNDS} rows={rows} keyOf={keyOf} /> };
    }
    case 'disputes': {
      const { rows, next } = await listDisputes(cursor);
      return { next, table: <DataTable caption={caption} columns={DISPUTES} rows={rows} keyOf={keyOf} /> };
    }
    case 'cases': {
      const [{ rows, next }, now] = await Promise.all([listCases(cursor), businessNow()]);
      return { next, table: <DataTable caption={caption} columns={caseColumns(now)} rows={rows} keyOf={keyOf} /> };
    }
    case 'invoices': {
      const { rows, next } = await listOpenInvoices(await businessNow(), cursor);
      return { next, table: <DataTable caption={caption} columns={INVOICES} rows={rows} keyOf={keyOf} /> };
    }
  }
}
