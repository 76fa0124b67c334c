import { notFound } from 'next/navigation';
import { AdminPage } from '@/components/admin/admin-page';
import { EVENTS } from '@/components/admin/lists/copy';
import { Events } from '@/components/admin/lists/events';
import { Button } from '@/components/ui/button';
import { requireOperator } from '@/lib/auth';
import { previewReplay } from '@/lib/billing/webhooks/replay';
import { eventFilter } from '@/lib/operators/event-filter';
import { eventsWhere, listEvents } from '@/lib/operators/events';
import { COUNT_LIMIT } from '@/lib/operators/page';
import { readQuery } from '../../query';
import { titleForOperators } from '../../title';

export const generateMetadata = titleForOperators(EVENTS.previewFilter);

interface Props {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** How many webhooks of a filter would be processed again, and the newest of them. */
export default async function ReplayFilter({ searchParams }: Props) {
  await requireOperator();
  const query = await readQuery(searchParams);
  // What arrives after the preview isn't part of what was reviewed.
  const given = { ...query, until: query.until ?? new Date().toISOString() };
  const filter = eventFilter.safeParse(given);
  if (!filter.success || Object.values(query).every((value) => value === undefined)) notFound();
  const [preview, { rows }] = await Promise.all([
    previewReplay({ by: 'filter', where: await eventsWhere(filter.data) }, COUNT_LIMIT),
    listEvents({ ...filter.data, cursor: undefined }),
  ]);
  return (
    <AdminPage current="/admin/events" title={EVENTS.previewFilter}>
      <p>{EVENTS.previewLead(preview)}</p>
      {preview.count > 0 && (
        <form method="post" action="/api/admin/replay">
          {Object.entries(given).map(([name, value]) =>
            value === undefined ? null : <input key={name} type="hidden" name={name} value={value} />,
          )}
          <Button>{EVENTS.replayAll(preview)}</Button>
        </form>
      )}
      <Events events={rows} />
      {preview.count > rows.length && <p className="text-sm">{EVENTS.more(preview, rows.length)}</p>}
    </AdminPage>
  );
}
