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
import { MemberPlan } from '@/components/team/member-plan';
import { OtherWorkspaces } from '@/components/team/other-workspaces';
import { PageHeading } from '@/components/ui/page-heading';
import { SITE } from '@/config/site';
import { actorOf, requireUser, type SignedIn } from '@/lib/auth';
import { planOverview } from '@/lib/billing/account/overview';
import { syncEnteredCard } from '@/lib/billing/account/payment-method';
import {
  type CustomerAction,
  isCustomerAction,
  type Outcome,
  recentOutcome,
} from '@/lib/billing/operations/action-status';
import { AppError, expected } from '@/lib/errors';
import { limit } from '@/lib/rate-limit';
import { workspacesOf } from '@/lib/workspaces/own';
import { roleIncludes } from '@/lib/workspaces/roles';

export const metadata: Metadata = { title: ACCOUNT.title };

interface Props {
  readonly searchParams: Promise<{ readonly success?: string }>;
}

export default async function Account({ searchParams }: Props) {
  const user = await requireUser('/account');
  const { success } = await searchParams;
  const action = success === 'payment-method' || isCustomerAction(success) ? success : null;
  // Before loading the overview, because a new payment method may have restored access.
  const outcome = action === null ? null : await outcomeOf(user, action);
  const [overview, reader] = await Promise.all([planOverview(user.workspaceId), requestReader()]);
  const { subscription } = overview;
  const others = user.severalWorkspaces ? await workspacesOf(user.id) : [];
  const manages = roleIncludes(user.workspaceRole, 'admin');
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
      <BillingBanner overview={overview} reader={reader} manages={manages} />
      {manages && subscription && <PendingChange subscription={subscription} reader={reader} />}
      {manages && subscription && <PauseNotice subscription={subscription} reader={reader} />}
      <div className="flex flex-wrap items-end justify-between gap-4">
        <PageHeading title={ACCOUNT.title}>{ACCOUNT.signedInAs(user.email)}</PageHeading>
        <SignOutButton label={ACCOUNT.signOut} />
      </div>
      <AccountTabs user={user} current="/account" />
      {manages ? <PlanCard overview={overview} reader={reader} /> : <MemberPlan user={user} overview={overview} />}
      <OtherWorkspaces workspaces={others.filter(({ id }) => id !== user.workspaceId)} />
      <p className="text-sm text-muted-foreground">
        {ACCOUNT.help}{' '}
        <a className="link" href={`mailto:${SITE.support}`}>
          {ACCOUNT.write}
        </a>
      </p>
    </AppPage>
  );
}

/** For a payment method, asks the provider, because the customer has just returned from its page. An operator hasn't.
 * After too many reloads it is pending, and the page still shows the ledger. */
async function outcomeOf(user: SignedIn, action: CustomerAction | 'payment-method'): Promise<Outcome | null> {
  if (action !== 'payment-method') return recentOutcome(actorOf(user), action);
  if (user.viewedBy !== undefined || !roleIncludes(user.workspaceRole, 'admin')) return null;
  const outcome = await expected(async () => {
    await limit('payment-method-result-account', user.id);
    return syncEnteredCard(user.workspaceId);
  });
  return outcome instanceof AppError ? 'pending' : outcome;
}
