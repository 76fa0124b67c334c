import { AdminPage } from '@/components/admin/admin-page';
import { Done } from '@/components/admin/done';
import { Filters } from '@/components/admin/filters';
import { formatCount, withQuery } from '@/components/admin/format';
import { EVENTS } from '@/components/admin/lists/copy';
import { Events } from '@/components/admin/lists/events';
import { Pager } from '@/components/admin/pager';
import { Alert } from '@/components/ui/alert';
import { LinkButton } from '@/components/ui/link-button';
import { requireOperator } from '@/lib/auth';
import { EVENT_PROVIDERS, EVENT_STATUSES, eventFilter } from '@/lib/operators/event-filter';
import { countDead, listEvents } from '@/lib/operators/events';
import { dayOf, oneOf, readQuery } from '../query';
import { titleForOperators } from '../title';

export const generateMetadata = titleForOperators(EVENTS.title);

interface Props {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function EventsPage({ searchParams }: Props) {
  await requireOperator();
  const query = await readQuery(searchParams);
  const { type, customer, cursor, since, until } = query;
  const provider = oneOf(EVENT_PROVIDERS, query.provider);
  const status = oneOf(EVENT_STATUSES, query.state);
  const [dead, page] = await Promise.all([
    countDead(),
    listEvents({ provider, status, type, customer, since: dayOf(since), until: dayOf(until), cursor }),
  ]);
  const { filters: names } = EVENTS;
  const filtered = { provider, state: status, type, customer, since, until };
  const replayable = page.rows.length > 0 && eventFilter.safeParse(filtered).success;
  return (
    <AdminPage current="/admin/events" title={EVENTS.title}>
      <Done copy={EVENTS.done} done={query.done} />
      {dead > 0 && (
        <Alert
          variant="warning"
          title={EVENTS.dead(formatCount(dead))}
          action={
            <LinkButton variant="outline" href="/admin/events/dead">
              {EVENTS.reviewDead}
            </LinkButton>
          }
        />
      )}
      <Filters
        path="/admin/events"
        filters={[
          { name: 'provider', label: names.provider, value: provider, options: EVENT_PROVIDERS },
          { name: 'state', label: names.status, value: status, options: EVENT_STATUSES },
          { name: 'type', label: names.type, value: type },
          { name: 'customer', label: names.customer, value: customer },
          { name: 'since', label: names.since, value: since, type: 'date' },
          { name: 'until', label: names.until, value: until, type: 'date' },
        ]}
      />
      {replayable && (
        <p>
          <LinkButton variant="outline" href={withQuery('/admin/events/replay', filtered)}>
            {EVENTS.reviewFilter}
          </LinkButton>
        </p>
      )}
      <Events events={page.rows} />
      <Pager path="/admin/events" query={{ ...filtered, cursor }} next={page.next} />
    </AdminPage>
  );
}
