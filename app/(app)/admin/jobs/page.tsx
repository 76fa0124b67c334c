import { AdminPage } from '@/components/admin/admin-page';
import { DataTable } from '@/components/admin/data-table';
import { Done } from '@/components/admin/done';
import { formatAtLeast } from '@/components/admin/format';
import { JOBS_PAGE } from '@/components/admin/lists/copy';
import { Time } from '@/components/admin/parts';
import { Section } from '@/components/admin/section';
import { SmallButton } from '@/components/admin/small-button';
import { requireOperator } from '@/lib/auth';
import { listEndpoints } from '@/lib/operators/endpoints';
import { listJobs } from '@/lib/operators/jobs';
import { readLeft } from '@/lib/operators/left';
import { readQuery } from '../query';
import { titleForOperators } from '../title';

export const generateMetadata = titleForOperators(JOBS_PAGE.title);

interface Props {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const { columns: names, endpointColumns } = JOBS_PAGE;

export default async function Jobs({ searchParams }: Props) {
  await requireOperator();
  const [query, jobs, endpoints] = await Promise.all([readQuery(searchParams), listJobs(), listEndpoints()]);
  const left = readLeft(query.left);
  return (
    <AdminPage current="/admin/jobs" title={JOBS_PAGE.title}>
      <Done copy={JOBS_PAGE.done} done={query.done} />
      {left.length > 0 && <p>{JOBS_PAGE.left(left)}</p>}
      <DataTable
        caption={JOBS_PAGE.list}
        rows={jobs}
        keyOf={({ name }) => name}
        columns={[
          { name: names.name, cell: ({ name }) => name },
          { name: names.every, cell: ({ everySeconds }) => JOBS_PAGE.every(everySeconds) },
          { name: names.last, cell: ({ lastRunAt }) => <Time at={lastRunAt} /> },
          { name: names.next, cell: ({ nextRunAt }) => <Time at={nextRunAt} /> },
          { name: names.state, cell: ({ running }) => (running ? JOBS_PAGE.running : JOBS_PAGE.idle) },
          {
            name: names.act,
            cell: ({ name }) => (
              <SmallButton action="/api/admin/jobs" fields={{ job: name }} name={JOBS_PAGE.run} about={name} />
            ),
          },
        ]}
      />
      <Section id="endpoints" title={JOBS_PAGE.endpoints}>
        <DataTable
          caption={JOBS_PAGE.endpointList}
          rows={endpoints}
          keyOf={({ provider }) => provider}
          columns={[
            { name: endpointColumns.provider, cell: ({ provider }) => provider },
            { name: endpointColumns.last, cell: ({ lastReceivedAt }) => <Time at={lastReceivedAt} /> },
            { name: endpointColumns.waiting, align: 'end', cell: ({ waiting }) => formatAtLeast(waiting) },
            { name: endpointColumns.dead, align: 'end', cell: ({ dead }) => formatAtLeast(dead) },
          ]}
        />
      </Section>
    </AdminPage>
  );
}
