import { notFound } from 'next/navigation';
import { AdminPage } from '@/components/admin/admin-page';
import { EVENTS } from '@/components/admin/lists/copy';
import { EventStory } from '@/components/admin/lists/event-story';
import { requireOperator } from '@/lib/auth';
import { findEvent } from '@/lib/operators/events';
import { isId } from '../../query';
import { titleForOperators } from '../../title';

export const generateMetadata = titleForOperators(EVENTS.one);

interface Props {
  readonly params: Promise<{ readonly event: string }>;
}

export default async function EventPage({ params }: Props) {
  await requireOperator();
  const { event: id } = await params;
  const found = isId(id) ? await findEvent(id) : null;
  if (found === null) notFound();
  return (
    <AdminPage current="/admin/events" title={`${found.event.provider} ${found.event.type}`}>
      <EventStory {...found} />
    </AdminPage>
  );
}
