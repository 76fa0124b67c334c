import { notFound } from 'next/navigation';
import { AdminPage } from '@/components/admin/admin-page';
import { CancelChoice } from '@/components/admin/customer/cancel-choice';
import { CancelForms } from '@/components/admin/customer/cancel-forms';
import { CANCEL } from '@/components/admin/customer/steps-copy';
import { requireOperator } from '@/lib/auth';
import { cancelableSubscriptions, operatorCancelTerms } from '@/lib/billing/operators/cancel';
import { AppError, expected } from '@/lib/errors';
import { customerStory } from '@/lib/operators/customer';
import { isId, readQuery } from '../../../query';
import { titleForOperators } from '../../../title';

export const generateMetadata = titleForOperators(CANCEL.title);

interface Props {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function CancelSubscription({ params, searchParams }: Props) {
  await requireOperator();
  const [{ id }, query] = await Promise.all([params, readQuery(searchParams)]);
  if (!isId(id)) notFound();
  const chosen = query.subscription ?? null;
  const [story, terms, running] = await Promise.all([
    customerStory(id),
    expected(() => operatorCancelTerms(id, chosen)),
    cancelableSubscriptions(id),
  ]);
  if (story === null) notFound();
  return (
    <AdminPage current="/admin" title={CANCEL.title}>
      {query.error === 'changed' && <p className="text-destructive">{CANCEL.changed}</p>}
      {terms instanceof AppError && running.length > 0 ? (
        <CancelChoice workspaceId={id} email={story.person.email} running={running} />
      ) : (
        <CancelForms workspaceId={id} email={story.person.email} terms={terms instanceof AppError ? null : terms} />
      )}
    </AdminPage>
  );
}
