import { AdminPage } from '@/components/admin/admin-page';
import { ADMIN } from '@/components/admin/copy';
import { DataTable } from '@/components/admin/data-table';
import { Filters } from '@/components/admin/filters';
import { AUDIT } from '@/components/admin/lists/copy';
import { Pager } from '@/components/admin/pager';
import { Id, Json, Time } from '@/components/admin/parts';
import { requireOperator } from '@/lib/auth';
import { listAudit } from '@/lib/operators/audit-log';
import { readQuery } from '../query';
import { titleForOperators } from '../title';

export const generateMetadata = titleForOperators(AUDIT.title);

interface Props {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const { columns: names } = AUDIT;

export default async function Audit({ searchParams }: Props) {
  await requireOperator();
  const { actor, action, target, cursor } = await readQuery(searchParams);
  const { rows, next } = await listAudit({ actor, action, target, cursor });
  return (
    <AdminPage current="/admin/audit" title={AUDIT.title}>
      <Filters
        path="/admin/audit"
        filters={[
          { name: 'actor', label: names.actor, value: actor },
          { name: 'action', label: names.action, value: action },
          { name: 'target', label: names.target, value: target },
        ]}
      />
      <DataTable
        caption={AUDIT.list}
        rows={rows}
        keyOf={({ id }) => id}
        empty={AUDIT.none}
        columns={[
          { name: names.at, cell: ({ at }) => <Time at={at} /> },
          { name: names.actor, cell: (row) => <Id>{row.actor}</Id> },
          { name: names.action, cell: (row) => row.action },
          { name: names.target, cell: (row) => <Id>{row.target}</Id> },
          { name: names.detail, cell: ({ detail }) => <Json value={detail} label={ADMIN.details} /> },
        ]}
      />
      <Pager path="/admin/audit" query={{ actor, action, target, cursor }} next={next} />
    </AdminPage>
  );
}
