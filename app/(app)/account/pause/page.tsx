import type { Metadata } from 'next';
import { readerLocale } from '@/app/reader';
import { PauseForm } from '@/components/account/pause-form';
import { StepPage } from '@/components/account/step-page';
import { Stopped } from '@/components/account/stopped';
import { PAUSE } from '@/components/account/words-pause';
import { requireUser } from '@/lib/auth';
import { pauseTerms } from '@/lib/billing/pause';
import { AppError } from '@/lib/errors';
import { orNo } from '../or-no';

export const metadata: Metadata = { title: PAUSE.page };

export default async function PausePlan() {
  const user = await requireUser('/account/pause');
  const [terms, locale] = await Promise.all([orNo(() => pauseTerms(user.id)), readerLocale()]);
  if (terms instanceof AppError) return <Stopped title={PAUSE.stopped} error={terms} retry="/account/pause" />;
  return (
    <StepPage title={PAUSE.title(terms.plan)} lead={PAUSE.lead}>
      <PauseForm terms={terms} locale={locale} />
    </StepPage>
  );
}
