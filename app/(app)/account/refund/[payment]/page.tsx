import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { requestReader } from '@/app/reader';
import { REFUND } from '@/components/account/refund/copy';
import { RefundSummary } from '@/components/account/refund/refund-summary';
import { RefundUnavailable } from '@/components/account/refund/refund-unavailable';
import { StepPage } from '@/components/account/step-page';
import { requesterOf, requireMember } from '@/lib/auth';
import { refundTerms } from '@/lib/billing/account/refund-terms';
import { recordDenial } from '@/lib/denials';
import { AppError, expected } from '@/lib/errors';

export const metadata: Metadata = { title: REFUND.title };

interface Props {
  readonly params: Promise<{ readonly payment: string }>;
}

export default async function Refund({ params }: Props) {
  const { payment } = await params;
  const user = await requireMember('admin', `/account/refund/${encodeURIComponent(payment)}`);
  if (!z.uuid().safeParse(payment).success) notFound();
  const [terms, reader] = await Promise.all([expected(() => refundTerms(user.workspaceId, payment)), requestReader()]);
  if (terms instanceof AppError) {
    await recordDenial({
      by: { userId: requesterOf(user) },
      action: 'access.denied',
      target: payment,
      reason: terms.code,
    });
    notFound();
  }
  if (!terms.refundable) return <RefundUnavailable terms={terms} reader={reader} />;
  return (
    <StepPage title={REFUND.title}>
      <RefundSummary terms={terms} reader={reader} />
    </StepPage>
  );
}
