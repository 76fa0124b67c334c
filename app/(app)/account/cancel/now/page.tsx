import type { Metadata } from 'next';
import { readerLocale } from '@/app/reader';
import { CancelNow } from '@/components/account/cancel-now';
import { StepPage } from '@/components/account/step-page';
import { Stopped } from '@/components/account/stopped';
import { CANCEL } from '@/components/account/words-cancel';
import { Notice } from '@/components/ui/notice';
import { requireUser } from '@/lib/auth';
import { cancelTerms } from '@/lib/billing/cancel-terms';
import { AppError } from '@/lib/errors';
import { orNo } from '../../or-no';

export const metadata: Metadata = { title: CANCEL.now.link };

interface Props {
  readonly searchParams: Promise<{ readonly again?: string }>;
}

export default async function EndNow({ searchParams }: Props) {
  const user = await requireUser('/account/cancel/now');
  const [terms, locale, { again }] = await Promise.all([
    orNo(() => cancelTerms(user.id)),
    readerLocale(),
    searchParams,
  ]);
  const { now } = CANCEL;
  if (terms instanceof AppError) return <Stopped title={now.stopped} error={terms} retry="/account/cancel/now" />;
  return (
    <StepPage title={now.title(terms.plan)} lead={now.lead(terms.plan)}>
      {again === 'changed' && (
        <Notice tone="warn" role="alert" title={now.changed.title}>
          {now.changed.text}
        </Notice>
      )}
      <CancelNow terms={terms} locale={locale} />
    </StepPage>
  );
}
