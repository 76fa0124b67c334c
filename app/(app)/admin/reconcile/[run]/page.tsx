import { notFound } from 'next/navigation';
import { AdminPage } from '@/components/admin/admin-page';
import { DataTable } from '@/components/admin/data-table';
import { formatTime } from '@/components/admin/format';
import { RECONCILE } from '@/components/admin/lists/copy';
import { Value } from '@/components/admin/parts';
import { requireOperator } from '@/lib/auth';
import { findRun } from '@/lib/operators/reconcile-runs';
import { isId } from '../../query';
import { titleForOperators } from '../../title';

export const generateMetadata = titleForOperators(RECONCILE.run);

interface Props {
  readonly params: Promise<{ readonly run: string }>;
}

const { diffColumns: names } = RECONCILE;

export default async function ReconcileRun({ params }: Props) {
  await requireOperator();
  const { run: id } = await params;
  const found = isId(id) ? await findRun(id) : null;
  if (found === null) notFound();
  const { run, diffs } = found;
  return (
    <AdminPage current="/admin/reconcile" title={`${RECONCILE.run}: ${run.provider}, ${formatTime(run.startedAt)}`}>
      <DataTable
        caption={RECONCILE.diffs}
        rows={diffs}
        keyOf={(diff) => diff.id}
        empty={RECONCILE.noDiffs}
        columns={[
          {
            name: names.target,
            cell: ({ targetKind, targetId }) => (
              <a className="link" href={`/admin?q=${encodeURIComponent(targetId)}`}>
                {targetKind} {targetId}
              </a>
            ),
          },
          { name: names.field, cell: ({ field }) => field },
          { name: names.local, cell: ({ local }) => <Value>{local ?? '–'}</Value> },
          { name: names.remote, cell: ({ remote }) => <Value>{remote ?? '–'}</Value> },
          { name: names.action, cell: ({ action }) => action },
        ]}
      />
    </AdminPage>
  );
}
