import { AdminPage } from '@/components/admin/admin-page';
import { EVENTS } from '@/components/admin/lists/copy';
import { Events } from '@/components/admin/lists/events';
import { Button } from '@/components/ui/button';
import { requireOperator } from '@/lib/auth';
import { planReplay } from '@/lib/billing/webhooks/replay';
import { listEvents } from '@/lib/operators/events';
import { titleForOperators } from '../../title';

export const generateMetadata = titleForOperators(EVENTS.preview);

const EVERYTHING = {
  ...{ provider: undefined, type: undefined, customer: undefined },
  ...{ since: undefined, until: undefined, cursor: undefined },
};

export default async function DeadEvents() {
  await requireOperator();
  const [{ count, nothing }, { rows }] = await Promise.all([
    planReplay({ by: 'dead' }),
    listEvents({ ...EVERYTHING, status: 'dead' }),
  ]);
  return (
    <AdminPage current="/admin/events" title={EVENTS.preview}>
      <p>{EVENTS.previewLead(count, nothing)}</p>
      {count > 0 && (
        <form method="post" action="/api/admin/replay">
          <input type="hidden" name="dead" value="1" />
          <Button>{EVENTS.replayAll(count)}</Button>
        </form>
      )}
      <Events events={rows} />
      {count > rows.length && <p className="text-sm">{EVENTS.more(count - rows.length)}</p>}
    </AdminPage>
  );
}
