import type { Metadata } from 'next';
import { AccountTabs } from '@/components/account/account-tabs';
import { PROFILE } from '@/components/account/profile/copy';
import { DataLinks, EmailForm, ProfileForm } from '@/components/account/profile/profile-forms';
import { SignInAgain } from '@/components/account/sign-in-again';
import { AppPage } from '@/components/site/app-page';
import { Alert } from '@/components/ui/alert';
import { PageHeading } from '@/components/ui/page-heading';
import { addressJustChanged, pendingAddress } from '@/lib/account/email-change';
import { getProfile } from '@/lib/account/profile';
import { signedInRecently } from '@/lib/account/recent-sign-in';
import { requireUser } from '@/lib/auth';

export const metadata: Metadata = { title: PROFILE.title };

interface Props {
  readonly searchParams: Promise<{ readonly success?: string; readonly error?: string }>;
}

export default async function Profile({ searchParams }: Props) {
  const user = await requireUser('/account/profile');
  const [{ success, error }, pending, profile] = await Promise.all([
    searchParams,
    pendingAddress(user.id),
    getProfile(user.id),
  ]);
  const changed = success === 'email' && (await addressJustChanged(user.id));
  const recentSignIn = signedInRecently(user);
  return (
    <AppPage current="/account">
      {error === 'sign-in' && !recentSignIn && <SignInAgain path="/account/profile" role="alert" />}
      {success === 'name' && <Alert variant="success" role="status" title={PROFILE.saved} />}
      {changed && (
        <Alert variant="success" role="status" title={PROFILE.changed.title}>
          {PROFILE.changed.text}
        </Alert>
      )}
      <PageHeading title={PROFILE.title}>{PROFILE.lead}</PageHeading>
      <AccountTabs user={user} current="/account/profile" />
      {pending !== null && (
        <Alert role="status" title={PROFILE.pending.title(pending)}>
          {PROFILE.pending.text}
        </Alert>
      )}
      <div className="grid gap-6">
        <ProfileForm profile={profile} />
        <EmailForm email={user.email} recentSignIn={recentSignIn} invalid={error === 'email'} />
        <DataLinks />
      </div>
    </AppPage>
  );
}
