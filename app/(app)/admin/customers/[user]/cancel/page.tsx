import { notFound } from 'next/navigation';
import { AdminPage } from '@/components/admin/admin-page';
import { CancelChoice } from '@/components/admin/customer/cancel-choice';
import { CancelForms } from '@/components/admin/customer/cancel-forms';
import { CANCEL } from '@/components/admin/customer/copy';
import { requireAdmin } from '@/lib/auth';
import { cancelableSubscriptions, operatorCancelTerms } from '@/lib/billing/operators/cancel';
import { AppError, expected } from '@/lib/errors';
import { customerStory } from '@/lib/operators/customer';
import { isUserId, readQuery } from '../../../query';
import { titleForAdmins } from '../../../title';

export const generateMetadata = titleForAdmins(CANCEL.title);

interface Props {
  readonly params: Promise<{ readonly user: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function CancelSubscription({ params, searchParams }: Props) {
  await requireAdmin();
  const [{ user }, query] = await Promise.all([params, readQuery(searchParams)]);
  if (!isUserId(user)) notFound();
  const chosen = query.subscription ?? null;
  const [story, terms, running] = await Promise.all([
    customerStory(user),
    expected(() => operatorCancelTerms(user, chosen)),
    cancelableSubscriptions(user),
  ]);
  if (story === null) notFound();
  return (
    <AdminPage current="/admin" title={CANCEL.title}>
      {query.error === 'changed' && <p className="text-destructive">{CANCEL.changed}</p>}
      {terms instanceof AppError && running.length > 0 ? (
        <CancelChoice userId={user} email={story.person.email} running={running} />
      ) : (
        <CancelForms userId={user} email={story.person.email} terms={terms instanceof AppError ? null : terms} />
      )}
    </AdminPage>
  );
}
