import type { Metadata } from 'next';
import { requestReader } from '@/app/reader';
import { ChangeList } from '@/components/account/change/change-list';
import { CHANGE } from '@/components/account/change/copy';
import { SeatsForm } from '@/components/account/change/seats-form';
import { BackLink, StepPage } from '@/components/account/step-page';
import { StepUnavailable } from '@/components/account/step-unavailable';
import { requireMember } from '@/lib/auth';
import { changeOptions } from '@/lib/billing/account/change-options';
import { AppError, expected } from '@/lib/errors';

export const metadata: Metadata = { title: CHANGE.title };

export default async function ChangePlan() {
  const user = await requireMember('admin', '/account/change');
  const [choice, reader] = await Promise.all([expected(() => changeOptions(user.workspaceId)), requestReader()]);
  if (choice instanceof AppError)
    return <StepUnavailable title={CHANGE.unavailable} error={choice} retry="/account/change" />;
  return (
    <StepPage title={CHANGE.title} lead={`${CHANGE.current(choice.from.name)} ${CHANGE.lead}`}>
      <SeatsForm choice={choice} reader={reader} />
      <ChangeList choice={choice} reader={reader} />
      <p>
        <BackLink>{CHANGE.back}</BackLink>
      </p>
    </StepPage>
  );
}
