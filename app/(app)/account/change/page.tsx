import type { Metadata } from 'next';
import { readerLocale } from '@/app/reader';
import { ChangeList } from '@/components/account/change-list';
import { SeatsForm } from '@/components/account/seats-form';
import { StepPage, WayBack } from '@/components/account/step-page';
import { Stopped } from '@/components/account/stopped';
import { CHANGE, STOPPED } from '@/components/account/words-change';
import { requireUser } from '@/lib/auth';
import { changeOptions } from '@/lib/billing/change-options';
import { AppError } from '@/lib/errors';
import { orNo } from '../or-no';

export const metadata: Metadata = { title: CHANGE.title };

export default async function ChangePlan() {
  const user = await requireUser('/account/change');
  const [choice, locale] = await Promise.all([orNo(() => changeOptions(user.id)), readerLocale()]);
  if (choice instanceof AppError) return <Stopped title={STOPPED.title} error={choice} retry="/account/change" />;
  return (
    <StepPage title={CHANGE.title} lead={`${CHANGE.now(choice.from.name)} ${CHANGE.lead}`}>
      <SeatsForm choice={choice} locale={locale} />
      <ChangeList choice={choice} locale={locale} />
      <p>
        <WayBack>{CHANGE.back}</WayBack>
      </p>
    </StepPage>
  );
}
