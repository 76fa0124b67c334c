import { AdminPage } from '@/components/admin/admin-page';
import { Done } from '@/components/admin/done';
import { Filters } from '@/components/admin/filters';
import { AlertGroups, Alerts } from '@/components/admin/lists/alerts';
import { ALERTS } from '@/components/admin/lists/copy';
import { Pager } from '@/components/admin/pager';
import { requireOperator } from '@/lib/auth';
import { ALERT_KINDS } from '@/lib/billing/ledger/alert-kinds';
import { ALERT_STATES, alertGroups, listAlerts } from '@/lib/operators/alerts';
import { isId, oneOf, readQuery } from '../query';
import { titleForOperators } from '../title';

export const generateMetadata = titleForOperators(ALERTS.title);

interface Props {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AlertsPage({ searchParams }: Props) {
  await requireOperator();
  const query = await readQuery(searchParams);
  const { kind, cursor } = query;
  // One alert is shown whatever its state; the list begins with what is open.
  const alert = query.alert !== undefined && isId(query.alert) ? query.alert : undefined;
  const state = oneOf([...ALERT_STATES, 'any'], query.state) ?? (alert === undefined ? 'open' : 'any');
  const [groups, page] = await Promise.all([alertGroups(), listAlerts({ kind, state, id: alert, cursor })]);
  return (
    <AdminPage current="/admin/alerts" title={ALERTS.title}>
      <Done copy={ALERTS.done} done={query.done} />
      {groups.length > 0 && <AlertGroups groups={groups} />}
      <Filters
        path="/admin/alerts"
        filters={[
          { name: 'kind', label: ALERTS.kind, value: kind, options: Object.keys(ALERT_KINDS) },
          { name: 'state', label: ALERTS.state, value: state, options: ALERT_STATES, any: 'any' },
        ]}
      />
      <Alerts alerts={page.rows} />
      <Pager path="/admin/alerts" query={{ kind, state, alert, cursor }} next={page.next} />
    </AdminPage>
  );
}
