import type { Metadata } from 'next';
import { readerLocale } from '@/app/reader';
import { CardTicket } from '@/components/account/card-ticket';
import { StepPage, WayBack } from '@/components/account/step-page';
import { Stopped } from '@/components/account/stopped';
import { CARD } from '@/components/account/words-card';
import { requireUser } from '@/lib/auth';
import { cardTerms } from '@/lib/billing/card-terms';
import { AppError } from '@/lib/errors';
import { orNo } from '../or-no';

export const metadata: Metadata = { title: CARD.title };

export default async function ChangeCard() {
  const user = await requireUser('/account/card');
  const [terms, locale] = await Promise.all([orNo(() => cardTerms(user.id)), readerLocale()]);
  if (terms instanceof AppError) return <Stopped title={CARD.title} error={terms} retry="/account/card" />;
  return (
    <StepPage title={CARD.title}>
      <CardTicket terms={terms} locale={locale} />
      <p>
        <WayBack>{CARD.back}</WayBack>
      </p>
    </StepPage>
  );
}
