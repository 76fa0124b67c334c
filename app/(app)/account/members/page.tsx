import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { requestReader } from '@/app/reader';
import { AccountTabs } from '@/components/account/account-tabs';
import { SignInAgain } from '@/components/account/sign-in-again';
import { AppPage } from '@/components/site/app-page';
import { MEMBERS, TEAM_PROBLEMS, TEAM_SUCCESS } from '@/components/team/copy';
import { InvitationsTable } from '@/components/team/invitations-table';
import { InviteForm } from '@/components/team/invite-form';
import { MembersTable } from '@/components/team/members-table';
import { SeatsSummary } from '@/components/team/seats-summary';
import { WorkspaceSettings } from '@/components/team/workspace-settings';
import { Alert } from '@/components/ui/alert';
import { PageHeading } from '@/components/ui/page-heading';
import { signedInRecently } from '@/lib/account/recent-sign-in';
import { requireUser } from '@/lib/auth';
import { hasTeam } from '@/lib/team/seats';
import { loadTeam } from '@/lib/team/team';
import { roleIncludes } from '@/lib/workspaces/roles';

export const metadata: Metadata = { title: MEMBERS.title };

interface Props {
  readonly searchParams: Promise<{ readonly success?: string; readonly error?: string }>;
}

/** The people of a workspace. There is no such page for a plan for one person. */
export default async function Members({ searchParams }: Props) {
  const user = await requireUser('/account/members');
  const [team, reader, { success = '', error = '' }] = await Promise.all([
    loadTeam(user.workspaceId),
    requestReader(),
    searchParams,
  ]);
  if (!hasTeam(team.seats)) notFound();
  const manages = roleIncludes(user.workspaceRole, 'admin');
  const recentSignIn = signedInRecently(user);
  return (
    <AppPage current="/account">
      {Object.hasOwn(TEAM_SUCCESS, success) && (
        <Alert variant="success" role="status" title={TEAM_SUCCESS[success] ?? ''} />
      )}
      {error !== 'addresses' && Object.hasOwn(TEAM_PROBLEMS, error) && (
        <Alert variant="destructive" role="alert" title={TEAM_PROBLEMS[error] ?? ''} />
      )}
      {error === 'sign-in' && !recentSignIn && <SignInAgain path="/account/members" role="alert" />}
      <PageHeading title={MEMBERS.title}>{MEMBERS.lead(team.name)}</PageHeading>
      <AccountTabs user={user} current="/account/members" />
      <SeatsSummary seats={team.seats} manages={manages} />
      <MembersTable team={team} userId={user.id} manages={manages} reader={reader} />
      {manages && <InvitationsTable invitations={team.invitations} reader={reader} />}
      {manages && (
        <InviteForm workspaceId={user.workspaceId} error={error === 'addresses' ? TEAM_PROBLEMS[error] : undefined} />
      )}
      <WorkspaceSettings team={team} role={user.workspaceRole} recentSignIn={recentSignIn} />
    </AppPage>
  );
}
