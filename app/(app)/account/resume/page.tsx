import type { Metadata } from 'next';
import { readerLocale } from '@/app/reader';
import { ResumeTicket } from '@/components/account/resume-ticket';
import { StepPage } from '@/components/account/step-page';
import { Stopped } from '@/components/account/stopped';
import { RESUME } from '@/components/account/words-pause';
import { LinkButton } from '@/components/ui/link-button';
import { Notice } from '@/components/ui/notice';
import { requireUser } from '@/lib/auth';
import { recentOutcome } from '@/lib/billing/outcome';
import { resumeTerms } from '@/lib/billing/pause';
import { AppError } from '@/lib/errors';
import { limit } from '@/lib/rate-limit';
import { orNo } from '../or-no';

export const metadata: Metadata = { title: RESUME.page };

interface Props {
  readonly searchParams: Promise<{ readonly again?: string }>;
}

/** What going on means, to the cent. Looking at it changes nothing, but asks the provider: not too often. */
export default async function ResumePlan({ searchParams }: Props) {
  const user = await requireUser('/account/resume');
  const [terms, locale, { again }] = await Promise.all([
    orNo(async () => {
      await limit('change-preview', user.id, { max: 60, windowSeconds: 600 });
      return resumeTerms(user.id);
    }),
    readerLocale(),
    searchParams,
  ]);
  if (terms instanceof AppError) return <Stopped title={RESUME.stopped} error={terms} retry="/account/resume" />;
  const refused = again === 'refused' && (await recentOutcome(user.id, 'resume')) === 'refused';
  return (
    <StepPage title={RESUME.title(terms.plan)} lead={RESUME.lead(terms.plan)}>
      {again === 'expired' && (
        <Notice tone="warn" role="alert" title={RESUME.expired.title}>
          {RESUME.expired.text}
        </Notice>
      )}
      {refused && (
        <Notice
          tone="bad"
          role="alert"
          title={RESUME.refused.title}
          action={<LinkButton href="/account/card">{RESUME.refused.card}</LinkButton>}
        >
          {RESUME.refused.text}
        </Notice>
      )}
      <ResumeTicket terms={terms} locale={locale} />
    </StepPage>
  );
}
