import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { requestReader } from '@/app/reader';
import { cancelConsequences } from '@/components/account/cancel/cancel-consequences';
import { CancelForm } from '@/components/account/cancel/cancel-form';
import { CANCEL } from '@/components/account/cancel/copy';
import { BackLink, StepPage } from '@/components/account/step-page';
import { formatDate } from '@/components/ui/format';
import { LinkButton } from '@/components/ui/link-button';
import { requireMember } from '@/lib/auth';
import { cancelKind } from '@/lib/billing/account/cancel';
import { signCancellation } from '@/lib/billing/account/cancel-terms';
import { planOverview } from '@/lib/billing/account/overview';
import { AppError, expected } from '@/lib/errors';

export const metadata: Metadata = { title: CANCEL.link };

export default async function CancelPlan() {
  const user = await requireMember('admin', '/account/cancel');
  // Sealed before the page is loaded, so that a change in between asks for a new confirmation.
  const terms = await expected(() => signCancellation(user.workspaceId));
  const [{ subscription }, reader] = await Promise.all([planOverview(user.workspaceId), requestReader()]);
  const when = subscription === null || subscription.cancelAt !== null ? null : cancelKind(subscription.status);
  if (subscription === null || when === null || terms instanceof AppError)
    return (
      <StepPage title={CANCEL.nothing.title} lead={CANCEL.nothing.text}>
        <p>
          <LinkButton variant="outline" href="/account">
            {CANCEL.nothing.back}
          </LinkButton>
        </p>
      </StepPage>
    );
  const { planName, renewsAt } = subscription;
  if (when === 'now' || renewsAt === null) redirect('/account/cancel/now');
  return (
    <StepPage title={CANCEL.title(planName)} lead={CANCEL.lead(planName, formatDate(renewsAt, reader))}>
      <ul className="grid list-disc gap-2 pl-5">
        {cancelConsequences(subscription, reader).map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <CancelForm terms={terms} />
      <p>
        <BackLink href="/account/cancel/now">{CANCEL.immediatelyLink}</BackLink>
      </p>
    </StepPage>
  );
}
