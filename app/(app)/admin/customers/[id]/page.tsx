import { randomUUID } from 'node:crypto';
import { notFound } from 'next/navigation';
import { AdminPage } from '@/components/admin/admin-page';
import { Actions } from '@/components/admin/customer/actions';
import { Contracts } from '@/components/admin/customer/contracts';
import { DONE, STORY } from '@/components/admin/customer/copy';
import { Emails } from '@/components/admin/customer/emails';
import { ForeignContracts } from '@/components/admin/customer/foreign-contracts';
import { Gifts } from '@/components/admin/customer/gifts';
import { OpenAlerts } from '@/components/admin/customer/open-alerts';
import { Payments } from '@/components/admin/customer/payments';
import { People } from '@/components/admin/customer/people';
import { PersonCard } from '@/components/admin/customer/person-card';
import { Timeline } from '@/components/admin/customer/timeline';
import { Done } from '@/components/admin/done';
import { requireOperator } from '@/lib/auth';
import { cancelKind } from '@/lib/billing/account/cancel';
import { customerStory } from '@/lib/operators/customer';
import { openAlertsOf } from '@/lib/operators/customer-alerts';
import { timelineOf } from '@/lib/operators/timeline';
import { isId, readQuery, timeOf } from '../../query';
import { titleForOperators } from '../../title';

export const generateMetadata = titleForOperators('Customer');

interface Props {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Customer({ params, searchParams }: Props) {
  await requireOperator();
  const [{ id }, query] = await Promise.all([params, readQuery(searchParams)]);
  if (!isId(id)) notFound();
  const before = timeOf(query.before);
  const [story, alerts, timeline] = await Promise.all([customerStory(id), openAlertsOf(id), timelineOf(id, before)]);
  if (story === null) notFound();
  return (
    <AdminPage current="/admin" title={STORY.title(story.workspace.name, story.person.email)}>
      <Done copy={DONE} done={query.done} />
      <OpenAlerts alerts={alerts} />
      <PersonCard story={story} />
      <People workspaceId={id} team={story.team} />
      <Actions
        workspaceId={id}
        shared={story.workspace.members.length > 1}
        cancelable={story.contracts.some(({ origin, status }) => origin !== 'foreign' && cancelKind(status) !== null)}
        creditKey={randomUUID()}
        accessKey={randomUUID()}
      />
      <Gifts gifts={story.gifts} now={story.now} />
      <Contracts contracts={story.contracts} />
      <ForeignContracts story={story} />
      <Payments payments={story.payments} />
      <Timeline path={`/admin/customers/${id}`} timeline={timeline} older={before !== null} />
      <Emails emails={story.emails} team={story.team} />
    </AdminPage>
  );
}
