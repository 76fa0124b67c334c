import type { Metadata } from 'next';
import { LeaveForm } from '@/components/account/leave-form';
import { SignInAgain } from '@/components/account/sign-in-again';
import { StepPage } from '@/components/account/step-page';
import { LEAVE } from '@/components/account/words-profile';
import { isFresh } from '@/lib/account/fresh';
import { requireUser } from '@/lib/auth';

export const metadata: Metadata = { title: LEAVE.title };

export default async function DeleteAccount() {
  const user = await requireUser('/account/delete');
  return (
    <StepPage title={LEAVE.title} lead={LEAVE.lead}>
      <ul className="grid list-disc gap-2 pl-5">
        {LEAVE.points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <p>
        <a href="/api/account/export" className="link">
          {LEAVE.download}
        </a>
      </p>
      {isFresh(user) ? <LeaveForm /> : <SignInAgain path="/account/delete" />}
    </StepPage>
  );
}
