import type { Metadata } from 'next';
import { requestReader } from '@/app/reader';
import { AccountTabs } from '@/components/account/account-tabs';
import { ActionNotice } from '@/components/account/action-notice';
import { BillingBanner } from '@/components/account/billing-banner';
import { PendingChange } from '@/components/account/change/pending-change';
import { ACCOUNT } from '@/components/account/copy';
import { PauseNotice } from '@/components/account/pause/pause-notice';
import { PlanCard } from '@/components/account/plan-card';
import { SignOutButton } from '@/components/auth/sign-out-button';
import { AppPage } from '@/components/site/app-page';
import { TimeZone } from '@/components/site/time-zone';
import { PageHeading } from '@/components/ui/page-heading';
import { SITE } from '@/config/site';
import { requireUser, type SignedIn } from '@/lib/auth';
import { planOverview } from '@/lib/billing/account/overview';
import { settleCard } from '@/lib/billing/account/payment-method';
import { type Deed, isDeed, type Outcome, recentOutcome } from '@/lib/billing/operations/action-status';
import { limit } from '@/lib/rate-limit';

export const metadata: Metadata = { title: ACCOUNT.title };

interface Props {
  readonly searchParams: Promise<{ readonly success?: string }>;
}

export default async function Account({ searchParams }: Props) {
  const user = await requireUser('/account');
  const { success } = await searchParams;
  const action = success === 'payment-method' || isDeed(success) ? success : null;
  // Before loading the overview, because a new payment method may have restored access.
  const outcome = action === null ? null : await outcomeOf(user, action);
  const [overview, reader] = await Promise.all([planOverview(user.id), requestReader()]);
  const { subscription } = overview;
  return (
    <AppPage current="/account">
      {user.viewedBy === undefined && <TimeZone known={user.timeZone} />}
      {action && outcome && (
        <ActionNotice
          action={action}
          outcome={outcome}
          scheduled={subscription?.pending != null || subscription?.pausesAt != null}
        />
      )}
      <BillingBanner overview={overview} reader={reader} />
      {subscription && <PendingChange subscription={subscription} reader={reader} />}
      {subscription && <PauseNotice subscription={subscription} reader={reader} />}
      <div className="flex flex-wrap items-end justify-between gap-4">
        <PageHeading title={ACCOUNT.title}>{ACCOUNT.signedInAs(user.email)}</PageHeading>
        <SignOutButton label={ACCOUNT.signOut} />
      </div>
      <AccountTabs current="/account" />
      <PlanCard overview={overview} reader={reader} />
      <p className="text-sm text-muted-foreground">
        {ACCOUNT.help}{' '}
        <a className="link" href={`mailto:${SITE.support}`}>
          {ACCOUNT.write}
        </a>
      </p>
    </AppPage>
  );
}

/** For a payment method, asks the provider, because the customer has just returned from its page. An operator hasn't. */
async function outcomeOf({ id: userId, viewedBy }: SignedIn, action: Deed | 'payment-method'): Promise<Outcome | null> {
  if (action !== 'payment-method') return recentOutcome(userId, action);
  if (viewedBy !== undefined) return null;
  await limit('payment-method-result-account', userId);
  return settleCard(userId);
}
