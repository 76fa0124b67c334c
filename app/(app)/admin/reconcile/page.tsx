import { AdminPage } from '@/components/admin/admin-page';
import { type Column, DataTable } from '@/components/admin/data-table';
import { JOBS_PAGE, RECONCILE } from '@/components/admin/lists/copy';
import { Pager } from '@/components/admin/pager';
import { Time } from '@/components/admin/parts';
import { SmallButton } from '@/components/admin/small-button';
import { requireOperator } from '@/lib/auth';
import { listRuns, type RunRow } from '@/lib/operators/reconcile-runs';
import { readQuery } from '../query';
import { titleForOperators } from '../title';

export const generateMetadata = titleForOperators(RECONCILE.title);

interface Props {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const { columns: names } = RECONCILE;
const COLUMNS: Column<RunRow>[] = [
  {
    name: names.started,
    cell: ({ id, startedAt }) => (
      <a className="link" href={`/admin/reconcile/${id}`}>
        <Time at={startedAt} />
      </a>
    ),
  },
  {
    name: names.finished,
    cell: ({ finishedAt }) => (finishedAt === null ? RECONCILE.unfinished : <Time at={finishedAt} />),
  },
  {
    name: names.provider,
    cell: ({ provider, dryRun }) => (dryRun ? `${provider} (${RECONCILE.dryRun})` : provider),
  },
  { name: names.by, cell: ({ actor }) => actor },
  { name: names.checked, align: 'end', cell: ({ checked }) => checked },
  { name: names.differences, align: 'end', cell: ({ differences }) => differences },
  { name: names.events, align: 'end', cell: ({ events }) => events },
  { name: names.foreign, align: 'end', cell: ({ foreign }) => foreign },
  { name: names.failed, align: 'end', cell: ({ failed }) => failed },
];

export default async function Reconcile({ searchParams }: Props) {
  await requireOperator();
  const query = await readQuery(searchParams);
  const { rows, next } = await listRuns(query.cursor);
  return (
    <AdminPage current="/admin/reconcile" title={RECONCILE.title}>
      <p className="text-sm text-muted-foreground">{RECONCILE.lead}</p>
      <SmallButton action="/api/admin/jobs" fields={{ job: 'reconcile' }} name={JOBS_PAGE.run} />
      <DataTable caption={RECONCILE.list} columns={COLUMNS} rows={rows} keyOf={({ id }) => id} empty={RECONCILE.none} />
      <Pager path="/admin/reconcile" query={{ cursor: query.cursor }} next={next} />
    </AdminPage>
  );
}
