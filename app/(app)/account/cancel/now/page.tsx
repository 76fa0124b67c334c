import type { Metadata } from 'next';
import { requestReader } from '@/app/reader';
import { CancelNow } from '@/components/account/cancel/cancel-now';
import { CANCEL } from '@/components/account/cancel/copy';
import { StepPage } from '@/components/account/step-page';
import { StepUnavailable } from '@/components/account/step-unavailable';
import { Alert } from '@/components/ui/alert';
import { requireMember } from '@/lib/auth';
import { cancelTerms } from '@/lib/billing/account/cancel-terms';
import { AppError, expected } from '@/lib/errors';

export const metadata: Metadata = { title: CANCEL.now.link };

interface Props {
  readonly searchParams: Promise<{ readonly retry?: string }>;
}

export default async function CancelNowPage({ searchParams }: Props) {
  const user = await requireMember('admin', '/account/cancel/now');
  const [terms, reader, { retry }] = await Promise.all([
    expected(() => cancelTerms(user.workspaceId)),
    requestReader(),
    searchParams,
  ]);
  const { now } = CANCEL;
  if (terms instanceof AppError)
    return <StepUnavailable title={now.unavailable} error={terms} retry="/account/cancel/now" />;
  return (
    <StepPage title={now.title(terms.plan)} lead={now.lead(terms.plan)}>
      {retry === 'changed' && (
        <Alert variant="warning" role="alert" title={now.changed.title}>
          {now.changed.text}
        </Alert>
      )}
      <CancelNow terms={terms} reader={reader} />
    </StepPage>
  );
}
