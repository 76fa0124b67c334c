import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { requestReader } from '@/app/reader';
import { ChangeRetryNotice } from '@/components/account/change/change-retry-notice';
import { ChangeSummary } from '@/components/account/change/change-summary';
import { CHANGE, CONFIRM_CHANGE } from '@/components/account/change/copy';
import { BackLink, StepPage } from '@/components/account/step-page';
import { StepUnavailable } from '@/components/account/step-unavailable';
import { actorOf, requesterOf, requireMember } from '@/lib/auth';
import { changeInput, changeQuery, previewChange } from '@/lib/billing/account/change';
import { recentOutcome } from '@/lib/billing/operations/action-status';
import { AppError, expected } from '@/lib/errors';
import { limit } from '@/lib/rate-limit';

export const metadata: Metadata = { title: CONFIRM_CHANGE.title };

interface Props {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Previews a change. Rate-limited, because every view asks the provider for a quote. */
export default async function ConfirmChange({ searchParams }: Props) {
  const { plan, interval, quantity, retry } = await searchParams;
  const input = changeInput.safeParse({ plan, interval, quantity });
  const here = input.success ? `/account/change/confirm?${changeQuery(input.data)}` : '/account/change';
  const user = await requireMember('admin', here);
  if (!input.success) redirect('/account/change');
  const [change, reader] = await Promise.all([
    expected(async () => {
      await limit('preview-account', requesterOf(user));
      return previewChange(user.workspaceId, input.data);
    }),
    requestReader(),
  ]);
  if (change instanceof AppError) return <StepUnavailable title={CHANGE.unavailable} error={change} retry={here} />;
  const refused = retry === 'refused' && (await recentOutcome(actorOf(user), 'change')) === 'refused';
  return (
    <StepPage title={CONFIRM_CHANGE.title}>
      {refused && <ChangeRetryNotice reason="refused" />}
      {retry === 'expired' && <ChangeRetryNotice reason="expired" />}
      <ChangeSummary change={change} reader={reader} />
      <p className="flex flex-wrap gap-x-6">
        <BackLink href="/account/change">{CONFIRM_CHANGE.otherPlans}</BackLink>
        <BackLink>{CHANGE.back}</BackLink>
      </p>
    </StepPage>
  );
}
