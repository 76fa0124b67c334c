import type { Metadata } from 'next';
import { requestReader } from '@/app/reader';
import { PAUSE } from '@/components/account/pause/copy';
import { PauseForm } from '@/components/account/pause/pause-form';
import { StepPage } from '@/components/account/step-page';
import { StepUnavailable } from '@/components/account/step-unavailable';
import { requireMember } from '@/lib/auth';
import { pauseTerms } from '@/lib/billing/account/pause';
import { AppError, expected } from '@/lib/errors';

export const metadata: Metadata = { title: PAUSE.page };

export default async function PausePlan() {
  const user = await requireMember('admin', '/account/pause');
  const [terms, reader] = await Promise.all([expected(() => pauseTerms(user.workspaceId)), requestReader()]);
  if (terms instanceof AppError)
    return <StepUnavailable title={PAUSE.unavailable} error={terms} retry="/account/pause" />;
  return (
    <StepPage title={PAUSE.title(terms.plan)} lead={PAUSE.lead}>
      <PauseForm terms={terms} reader={reader} />
    </StepPage>
  );
}
