import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { readerLocale } from '@/app/reader';
import { CancelForm } from '@/components/account/cancel-form';
import { cancelPoints } from '@/components/account/cancel-points';
import { StepPage, WayBack } from '@/components/account/step-page';
import { CANCEL } from '@/components/account/words-cancel';
import { formatDate } from '@/components/ui/format';
import { LinkButton } from '@/components/ui/link-button';
import { requireUser } from '@/lib/auth';
import { cancelKind } from '@/lib/billing/cancel';
import { billingOverview } from '@/lib/billing/overview';

export const metadata: Metadata = { title: CANCEL.link };

export default async function CancelPlan() {
  const user = await requireUser('/account/cancel');
  const [{ subscription }, locale] = await Promise.all([billingOverview(user.id), readerLocale()]);
  const when = subscription === null || subscription.cancelAt !== null ? null : cancelKind(subscription.status);
  if (subscription === null || when === null)
    return (
      <StepPage title={CANCEL.nothing.title} lead={CANCEL.nothing.text}>
        <p>
          <LinkButton href="/account">{CANCEL.nothing.back}</LinkButton>
        </p>
      </StepPage>
    );
  const { planName, renewsAt } = subscription;
  if (when === 'now' || renewsAt === null) redirect('/account/cancel/now');
  return (
    <StepPage title={CANCEL.title(planName)} lead={CANCEL.lead(planName, formatDate(renewsAt, locale))}>
      <ul className="grid list-disc gap-2 pl-5">
        {cancelPoints(subscription, locale).map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <CancelForm />
      <p>
        <WayBack href="/account/cancel/now">{CANCEL.rather}</WayBack>
      </p>
    </StepPage>
  );
}
