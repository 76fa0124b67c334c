import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { readerLocale } from '@/app/reader';
import { ChangeAgain } from '@/components/account/change-again';
import { ChangeTicket } from '@/components/account/change-ticket';
import { StepPage, WayBack } from '@/components/account/step-page';
import { Stopped } from '@/components/account/stopped';
import { CHANGE, CONFIRM, STOPPED } from '@/components/account/words-change';
import { requireUser } from '@/lib/auth';
import { changeInput, changeQuery, previewChange } from '@/lib/billing/change';
import { recentOutcome } from '@/lib/billing/outcome';
import { AppError } from '@/lib/errors';
import { limit } from '@/lib/rate-limit';
import { orNo } from '../../or-no';

export const metadata: Metadata = { title: CONFIRM.title };

interface Props {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What the change means, to the cent. Looking at it changes nothing, but asks the provider: not too often. */
export default async function ConfirmChange({ searchParams }: Props) {
  const { plan, interval, quantity, again } = await searchParams;
  const input = changeInput.safeParse({ plan, interval, quantity });
  const here = input.success ? `/account/change/confirm?${changeQuery(input.data)}` : '/account/change';
  const user = await requireUser(here);
  if (!input.success) redirect('/account/change');
  const [change, locale] = await Promise.all([
    orNo(async () => {
      await limit('change-preview', user.id, { max: 60, windowSeconds: 600 });
      return previewChange(user.id, input.data);
    }),
    readerLocale(),
  ]);
  if (change instanceof AppError) return <Stopped title={STOPPED.title} error={change} retry={here} />;
  const refused = again === 'refused' && (await recentOutcome(user.id, 'change')) === 'refused';
  return (
    <StepPage title={CONFIRM.title}>
      {refused && <ChangeAgain why="refused" />}
      {again === 'expired' && <ChangeAgain why="expired" />}
      <ChangeTicket change={change} locale={locale} />
      <p className="flex flex-wrap gap-x-6">
        <WayBack href="/account/change">{CONFIRM.others}</WayBack>
        <WayBack>{CHANGE.back}</WayBack>
      </p>
    </StepPage>
  );
}
