import type { CustomerAlert } from '@/lib/operators/customer-alerts';
import { Alert } from '../../ui/alert';
import { ADMIN } from '../copy';
import { withQuery } from '../format';
import { runBookUrl } from '../lists/run-book';
import { Time } from '../parts';
import { Section } from '../section';
import { OPEN_ALERTS } from './copy';

/** What a person has to do about this customer, each leading to its alert; nothing where there is nothing. */
export function OpenAlerts({ alerts }: { readonly alerts: readonly CustomerAlert[] }) {
  if (alerts.length === 0) return null;
  return (
    <Section id="open-alerts" title={OPEN_ALERTS.title(alerts.length)}>
      {alerts.map(({ id, kind, whatToDo, runBook, createdAt }) => (
        <Alert key={id} variant="warning" title={kind}>
          <p>{whatToDo ?? ADMIN.noValue}</p>
          <p className="mt-2 flex flex-wrap gap-x-4">
            <a className="link" href={withQuery('/admin/alerts', { alert: id })}>
              {OPEN_ALERTS.open}
              <span className="sr-only">: {kind}</span>
            </a>
            {runBook !== null && (
              <a className="link" href={runBookUrl(kind)}>
                {OPEN_ALERTS.runBook}
                <span className="sr-only">: {kind}</span>
              </a>
            )}
            <span className="text-muted-foreground">
              {OPEN_ALERTS.raised} <Time at={createdAt} />
            </span>
          </p>
        </Alert>
      ))}
    </Section>
  );
}
