import type { Metadata } from 'next';
import { requestReader } from '@/app/reader';
import { RESUME } from '@/components/account/pause/copy';
import { ResumeSummary } from '@/components/account/pause/resume-summary';
import { StepPage } from '@/components/account/step-page';
import { StepUnavailable } from '@/components/account/step-unavailable';
import { Alert } from '@/components/ui/alert';
import { LinkButton } from '@/components/ui/link-button';
import { actorOf, requesterOf, requireMember } from '@/lib/auth';
import { resumeTerms } from '@/lib/billing/account/pause';
import { recentOutcome } from '@/lib/billing/operations/action-status';
import { AppError, expected } from '@/lib/errors';
import { limit } from '@/lib/rate-limit';

export const metadata: Metadata = { title: RESUME.page };

interface Props {
  readonly searchParams: Promise<{ readonly retry?: string }>;
}

/** Previews what resuming costs. Rate-limited, because every view asks the provider. */
export default async function ResumePlan({ searchParams }: Props) {
  const user = await requireMember('admin', '/account/resume');
  const [terms, reader, { retry }] = await Promise.all([
    expected(async () => {
      await limit('preview-account', requesterOf(user));
      return resumeTerms(user.workspaceId);
    }),
    requestReader(),
    searchParams,
  ]);
  if (terms instanceof AppError)
    return <StepUnavailable title={RESUME.unavailable} error={terms} retry="/account/resume" />;
  const refused = retry === 'refused' && (await recentOutcome(actorOf(user), 'resume')) === 'refused';
  return (
    <StepPage title={RESUME.title(terms.plan)} lead={RESUME.lead(terms.plan)}>
      {retry === 'expired' && (
        <Alert variant="warning" role="alert" title={RESUME.expired.title}>
          {RESUME.expired.text}
        </Alert>
      )}
      {refused && (
        <Alert
          variant="destructive"
          role="alert"
          title={RESUME.refused.title}
          action={
            <LinkButton variant="outline" href="/account/payment-method">
              {RESUME.refused.card}
            </LinkButton>
          }
        >
          {RESUME.refused.text}
        </Alert>
      )}
      <ResumeSummary terms={terms} reader={reader} />
    </StepPage>
  );
}
