import type { findEvent } from '@/lib/operators/events';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { DescriptionList } from '../../ui/description-list';
import { ADMIN } from '../copy';
import { DataTable } from '../data-table';
import { formatTime } from '../format';
import { Id, Time, Value } from '../parts';
import { ScrollArea } from '../scroll-area';
import { Section } from '../section';
import { EVENTS } from './copy';

type Props = NonNullable<Awaited<ReturnType<typeof findEvent>>>;

/** One webhook: what it said, how often it was tried, and what it changed. */
export function EventStory({ event, changes }: Props) {
  const { fields, columns, change } = EVENTS;
  const hasPayload = Object.keys(event.payload ?? {}).length > 0;
  return (
    <>
      <Card className="max-w-3xl px-4 py-1 text-sm">
        <DescriptionList
          items={[
            { name: fields.id, value: <Id>{event.id}</Id> },
            { name: fields.eventId, value: <Id>{event.eventId}</Id> },
            { name: columns.about, value: `${event.targetKind ?? ADMIN.noValue} ${event.targetId ?? ''}` },
            { name: columns.status, value: event.status },
            { name: columns.error, value: event.error ?? event.reason ?? ADMIN.noValue },
            { name: fields.occurred, value: formatTime(event.occurredAt) },
            { name: fields.received, value: `${formatTime(event.receivedAt)}, ${formatTime(event.lastReceivedAt)}` },
            { name: fields.deliveries, value: event.deliveries },
            { name: fields.attempts, value: event.attempts },
            { name: fields.next, value: formatTime(event.processedAt === null ? event.nextAttemptAt : null) },
            { name: fields.processed, value: formatTime(event.processedAt) },
            { name: fields.version, value: event.apiVersion ?? ADMIN.noValue },
          ]}
        />
      </Card>
      {event.targetId !== null && (
        <form method="post" action="/api/admin/replay" className="flex flex-wrap items-center gap-4">
          <input type="hidden" name="event" value={event.id} />
          <Button variant="outline">{EVENTS.replay}</Button>
          <span className="text-sm text-muted-foreground">{EVENTS.replayHint}</span>
        </form>
      )}
      <Section id="changes" title={EVENTS.changes}>
        <DataTable
          caption={EVENTS.changeList}
          rows={changes}
          keyOf={({ id }) => id}
          empty={EVENTS.noChanges}
          columns={[
            { name: change.at, cell: ({ at }) => <Time at={at} /> },
            { name: change.from, cell: ({ from }) => from ?? ADMIN.noValue },
            { name: change.to, cell: ({ to }) => to },
            { name: change.diff, cell: ({ diff }) => <Value>{JSON.stringify(diff)}</Value> },
          ]}
        />
      </Section>
      <Section id="payload" title={EVENTS.payload}>
        {hasPayload ? (
          <ScrollArea label={EVENTS.payload} className="max-h-160 p-4">
            <pre className="font-mono text-xs whitespace-pre-wrap break-all">
              {JSON.stringify(event.payload, null, 2)}
            </pre>
          </ScrollArea>
        ) : (
          <p className="text-sm">{EVENTS.noPayload}</p>
        )}
      </Section>
    </>
  );
}
