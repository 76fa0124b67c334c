import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { readerLocale } from '@/app/reader';
import { NoRefund } from '@/components/account/no-refund';
import { RefundTicket } from '@/components/account/refund-ticket';
import { StepPage } from '@/components/account/step-page';
import { REFUND } from '@/components/account/words-refund';
import { requireUser } from '@/lib/auth';
import { refundTerms } from '@/lib/billing/refund-terms';
import { AppError } from '@/lib/errors';
import { orNo } from '../../or-no';

export const metadata: Metadata = { title: REFUND.title };

interface Props {
  readonly params: Promise<{ readonly payment: string }>;
}

export default async function Refund({ params }: Props) {
  const { payment } = await params;
  const user = await requireUser(`/account/refund/${encodeURIComponent(payment)}`);
  if (!z.uuid().safeParse(payment).success) notFound();
  const [terms, locale] = await Promise.all([orNo(() => refundTerms(user.id, payment)), readerLocale()]);
  if (terms instanceof AppError) notFound();
  if (!terms.refundable) return <NoRefund terms={terms} locale={locale} />;
  return (
    <StepPage title={REFUND.title}>
      <RefundTicket terms={terms} locale={locale} />
    </StepPage>
  );
}
