import type { Metadata } from 'next';
import { AccountTabs } from '@/components/account/account-tabs';
import { AddressForm, DataLinks, NameForm } from '@/components/account/profile-forms';
import { SignInAgain } from '@/components/account/sign-in-again';
import { PROFILE } from '@/components/account/words-profile';
import { AppPage } from '@/components/site/app-page';
import { Notice } from '@/components/ui/notice';
import { PageHeading } from '@/components/ui/page-heading';
import { addressJustChanged, pendingAddress } from '@/lib/account/email-change';
import { isFresh } from '@/lib/account/fresh';
import { requireUser } from '@/lib/auth';

export const metadata: Metadata = { title: PROFILE.title };

interface Props {
  readonly searchParams: Promise<{ readonly done?: string; readonly wrong?: string }>;
}

export default async function Profile({ searchParams }: Props) {
  const user = await requireUser('/account/profile');
  const [{ done, wrong }, pending] = await Promise.all([searchParams, pendingAddress(user.id)]);
  const changed = done === 'address' && (await addressJustChanged(user.id));
  const fresh = isFresh(user);
  return (
    <AppPage current="/account">
      {wrong === 'sign-in' && !fresh && <SignInAgain path="/account/profile" role="alert" />}
      {done === 'name' && <Notice tone="good" role="status" title={PROFILE.saved} />}
      {changed && (
        <Notice tone="good" role="status" title={PROFILE.changed.title}>
          {PROFILE.changed.text}
        </Notice>
      )}
      <PageHeading title={PROFILE.title}>{PROFILE.lead}</PageHeading>
      <AccountTabs current="/account/profile" />
      {pending !== null && (
        <Notice role="status" title={PROFILE.pending.title(pending)}>
          {PROFILE.pending.text}
        </Notice>
      )}
      <div className="grid gap-6">
        <NameForm name={user.name} />
        <AddressForm email={user.email} fresh={fresh} wrong={wrong === 'address'} />
        <DataLinks />
      </div>
    </AppPage>
  );
}
