import type { UnmatchedEvent } from '@/lib/operators/unmatched-event';
import { Alert } from '../ui/alert';
import { UNMATCHED_EVENT } from './copy';
import { withQuery } from './format';
import { Time } from './parts';

/** Says what the webhooks about an id mean that belongs to no customer, and what to do. */
export function UnmatchedEventAlert({ sighting: { event, meaning, alertId } }: { readonly sighting: UnmatchedEvent }) {
  const { title, text } = UNMATCHED_EVENT.meanings[meaning];
  return (
    <Alert variant="warning" title={title}>
      <p>{text}</p>
      <p className="mt-2 flex flex-wrap gap-x-4">
        <a className="link" href={`/admin/events/${event.id}`}>
          {UNMATCHED_EVENT.event(event.provider, event.type)}, <Time at={event.receivedAt} />
        </a>
        {alertId !== null && (
          <a className="link" href={withQuery('/admin/alerts', { alert: alertId })}>
            {UNMATCHED_EVENT.alert}
          </a>
        )}
        <a className="link" href="/admin/run-book#paid-but-no-access">
          {UNMATCHED_EVENT.runBook}
        </a>
      </p>
    </Alert>
  );
}
