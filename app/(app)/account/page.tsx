import type { Metadata } from 'next';
import { readerLocale } from '@/app/reader';
import { AccountTabs } from '@/components/account/account-tabs';
import { BillingBanner } from '@/components/account/billing-banner';
import { DoneNotice } from '@/components/account/done-notice';
import { PauseNotice } from '@/components/account/pause-notice';
import { PendingChange } from '@/components/account/pending-change';
import { PlanCard } from '@/components/account/plan-card';
import { ACCOUNT } from '@/components/account/words';
import { SignOutButton } from '@/components/auth/sign-out-button';
import { AppPage } from '@/components/site/app-page';
import { SITE } from '@/components/site/words';
import { PageHeading } from '@/components/ui/page-heading';
import { requireUser } from '@/lib/auth';
import { settleCard } from '@/lib/billing/card';
import { type Deed, isDeed, type Outcome, recentOutcome } from '@/lib/billing/outcome';
import { billingOverview } from '@/lib/billing/overview';
import { limit } from '@/lib/rate-limit';

export const metadata: Metadata = { title: ACCOUNT.title };

interface Props {
  readonly searchParams: Promise<{ readonly done?: string }>;
}

export default async function Account({ searchParams }: Props) {
  const user = await requireUser('/account');
  const { done } = await searchParams;
  const deed = done === 'card' || isDeed(done) ? done : null;
  // A new card first: it may have opened what the page shows.
  const outcome = deed === null ? null : await outcomeOf(user.id, deed);
  const [overview, locale] = await Promise.all([billingOverview(user.id), readerLocale()]);
  const { subscription } = overview;
  return (
    <AppPage current="/account">
      {deed && outcome && (
        <DoneNotice
          deed={deed}
          outcome={outcome}
          planned={subscription?.pending != null || subscription?.pausesAt != null}
        />
      )}
      <BillingBanner overview={overview} locale={locale} />
      {subscription && <PendingChange subscription={subscription} locale={locale} />}
      {subscription && <PauseNotice subscription={subscription} locale={locale} />}
      <div className="flex flex-wrap items-end justify-between gap-4">
        <PageHeading title={ACCOUNT.title}>{ACCOUNT.signedInAs(user.email)}</PageHeading>
        <SignOutButton label={ACCOUNT.signOut} />
      </div>
      <AccountTabs current="/account" />
      <PlanCard overview={overview} locale={locale} />
      <p className="text-sm text-muted">
        {ACCOUNT.help}{' '}
        <a className="link" href={`mailto:${SITE.support}`}>
          {ACCOUNT.write}
        </a>
      </p>
    </AppPage>
  );
}

/** Of a card, the provider is asked: the customer has just come back from its page. */
async function outcomeOf(userId: string, deed: Deed | 'card'): Promise<Outcome | null> {
  if (deed !== 'card') return recentOutcome(userId, deed);
  await limit('card-settle', userId, { max: 60, windowSeconds: 600 });
  return settleCard(userId);
}
