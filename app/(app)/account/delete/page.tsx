import type { Metadata } from 'next';
import { DELETE_ACCOUNT } from '@/components/account/profile/copy';
import { DeleteAccountForm } from '@/components/account/profile/delete-account-form';
import { SignInAgain } from '@/components/account/sign-in-again';
import { StepPage } from '@/components/account/step-page';
import { signedInRecently } from '@/lib/account/recent-sign-in';
import { requireUser } from '@/lib/auth';

export const metadata: Metadata = { title: DELETE_ACCOUNT.title };

export default async function DeleteAccount() {
  const user = await requireUser('/account/delete');
  return (
    <StepPage title={DELETE_ACCOUNT.title} lead={DELETE_ACCOUNT.lead}>
      <ul className="grid list-disc gap-2 pl-5">
        {DELETE_ACCOUNT.consequences.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <p>
        <a href="/api/account/export" className="link">
          {DELETE_ACCOUNT.download}
        </a>
      </p>
      {signedInRecently(user) ? <DeleteAccountForm /> : <SignInAgain path="/account/delete" />}
    </StepPage>
  );
}
