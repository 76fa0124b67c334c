import type { Metadata } from 'next';
import { requestReader } from '@/app/reader';
import { PAYMENT_METHOD } from '@/components/account/payment-method/copy';
import { PaymentMethodSummary } from '@/components/account/payment-method/payment-method-summary';
import { BackLink, StepPage } from '@/components/account/step-page';
import { StepUnavailable } from '@/components/account/step-unavailable';
import { requireMember } from '@/lib/auth';
import { cardTerms } from '@/lib/billing/account/payment-method-terms';
import { AppError, expected } from '@/lib/errors';

export const metadata: Metadata = { title: PAYMENT_METHOD.title };

export default async function PaymentMethodPage() {
  const user = await requireMember('admin', '/account/payment-method');
  const [terms, reader] = await Promise.all([expected(() => cardTerms(user.workspaceId)), requestReader()]);
  if (terms instanceof AppError)
    return <StepUnavailable title={PAYMENT_METHOD.title} error={terms} retry="/account/payment-method" />;
  return (
    <StepPage title={PAYMENT_METHOD.title}>
      <PaymentMethodSummary terms={terms} reader={reader} />
      <p>
        <BackLink>{PAYMENT_METHOD.back}</BackLink>
      </p>
    </StepPage>
  );
}
