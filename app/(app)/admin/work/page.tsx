import { AdminPage } from '@/components/admin/admin-page';
import { Done } from '@/components/admin/done';
import { formatCount } from '@/components/admin/format';
import { WORK } from '@/components/admin/lists/copy';
import { Events } from '@/components/admin/lists/events';
import { WaitingEmails, WaitingOperations } from '@/components/admin/lists/work';
import { Section } from '@/components/admin/section';
import { requireOperator } from '@/lib/auth';
import { waitingWork } from '@/lib/operators/work';
import { readQuery } from '../query';
import { titleForOperators } from '../title';

export const generateMetadata = titleForOperators(WORK.title);

interface Props {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Work({ searchParams }: Props) {
  await requireOperator();
  const [query, { counts, ...work }] = await Promise.all([readQuery(searchParams), waitingWork()]);
  return (
    <AdminPage current="/admin/work" title={WORK.title}>
      <Done copy={WORK.done} done={query.done} />
      <p className="text-sm text-muted-foreground">{WORK.lead}</p>
      <Section id="events" title={WORK.events(formatCount(counts.events))}>
        <Events events={work.events} />
      </Section>
      <Section id="operations" title={WORK.operations(formatCount(counts.operations))}>
        <WaitingOperations operations={work.operations} />
      </Section>
      <Section id="emails" title={WORK.emails(formatCount(counts.emails))}>
        <WaitingEmails emails={work.emails} />
      </Section>
    </AdminPage>
  );
}
