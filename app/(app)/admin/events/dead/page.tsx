import { AdminPage } from '@/components/admin/admin-page';
import { EVENTS } from '@/components/admin/lists/copy';
import { Events } from '@/components/admin/lists/events';
import { Button } from '@/components/ui/button';
import { requireOperator } from '@/lib/auth';
import { previewReplay } from '@/lib/billing/webhooks/replay';
import { listEvents } from '@/lib/operators/events';
import { COUNT_LIMIT } from '@/lib/operators/page';
import { titleForOperators } from '../../title';

export const generateMetadata = titleForOperators(EVENTS.preview);

const EVERYTHING = {
  ...{ provider: undefined, type: undefined, customer: undefined },
  ...{ since: undefined, until: undefined, cursor: undefined },
};

export default async function DeadEvents() {
  await requireOperator();
  const [preview, { rows }] = await Promise.all([
    previewReplay({ by: 'dead' }, COUNT_LIMIT),
    listEvents({ ...EVERYTHING, status: 'dead' }),
  ]);
  return (
    <AdminPage current="/admin/events" title={EVENTS.preview}>
      <p>{EVENTS.previewLead(preview)}</p>
      {preview.count > 0 && (
        <form method="post" action="/api/admin/replay">
          <input type="hidden" name="dead" value="1" />
          <Button>{EVENTS.replayAll(preview)}</Button>
        </form>
      )}
      <Events events={rows} />
      {preview.count > rows.length && <p className="text-sm">{EVENTS.more(preview, rows.length)}</p>}
    </AdminPage>
  );
}
