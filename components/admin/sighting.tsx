import type { EventSighting } from '@/lib/operators/event-search';
import { Alert } from '../ui/alert';
import { SIGHTING } from './copy';
import { withQuery } from './format';
import { Time } from './parts';

/** Says what the webhooks about an id mean that belongs to no customer, and what to do. */
export function Sighting({ sighting: { event, meaning, alertId } }: { readonly sighting: EventSighting }) {
  const { title, text } = SIGHTING.meanings[meaning];
  return (
    <Alert variant="warning" title={title}>
      <p>{text}</p>
      <p className="mt-2 flex flex-wrap gap-x-4">
        <a className="link" href={`/admin/events/${event.id}`}>
          {SIGHTING.event(event.provider, event.type)}, <Time at={event.receivedAt} />
        </a>
        {alertId !== null && (
          <a className="link" href={withQuery('/admin/alerts', { alert: alertId })}>
            {SIGHTING.alert}
          </a>
        )}
        <a className="link" href="/admin/run-book#paid-but-no-access">
          {SIGHTING.runBook}
        </a>
      </p>
    </Alert>
  );
}
