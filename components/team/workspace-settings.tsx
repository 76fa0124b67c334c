import type { Team } from '@/lib/team/team';
import { type MemberRole, roleIncludes } from '@/lib/workspaces/roles';
import { SettingsSection } from '../account/settings-section';
import { SignInAgain } from '../account/sign-in-again';
import { Button } from '../ui/button';
import { Field, Select } from '../ui/field';
import { LinkButton } from '../ui/link-button';
import { MEMBERS } from './copy';

interface Props {
  readonly team: Team;
  readonly role: MemberRole;
  /** Handing the workspace over requires a recent sign-in. */
  readonly recentSignIn: boolean;
}

/** What each role may do with the workspace itself. */
export function WorkspaceSettings({ team, role, recentSignIn }: Props) {
  return (
    <div className="grid gap-6">
      {roleIncludes(role, 'admin') && <NameForm team={team} />}
      {roleIncludes(role, 'admin') && (
        <SettingsSection id="workspace-data" title={MEMBERS.data} lead={MEMBERS.dataLead}>
          <LinkButton variant="outline" href="/api/workspace/export">
            {MEMBERS.download}
          </LinkButton>
        </SettingsSection>
      )}
      {role === 'owner' && team.members.length > 1 && <TransferForm team={team} recentSignIn={recentSignIn} />}
      {role === 'owner' ? (
        <SettingsSection id="workspace-delete" title={MEMBERS.delete} lead={MEMBERS.deleteLead}>
          <LinkButton variant="destructive" href="/account/members/delete">
            {MEMBERS.deleteLink}
          </LinkButton>
        </SettingsSection>
      ) : (
        <SettingsSection id="workspace-leave" title={MEMBERS.leave} lead={MEMBERS.leaveLead}>
          <form method="post" action="/api/workspace/leave">
            <input type="hidden" name="workspace" value={team.id} />
            <Button variant="destructive">{MEMBERS.leaveButton}</Button>
          </form>
        </SettingsSection>
      )}
    </div>
  );
}

function NameForm({ team: { id, ownName, unnamed } }: { readonly team: Team }) {
  return (
    <SettingsSection id="workspace-name" title={MEMBERS.workspace} lead={MEMBERS.workspaceLead}>
      <form method="post" action="/api/workspace/name" className="grid w-full justify-items-start gap-4">
        <input type="hidden" name="workspace" value={id} />
        <Field
          id="workspace-name-field"
          name="name"
          label={MEMBERS.name}
          hint={MEMBERS.nameHint(unnamed)}
          defaultValue={ownName ?? ''}
          maxLength={80}
          autoComplete="organization"
        />
        <Button variant="outline">{MEMBERS.save}</Button>
      </form>
    </SettingsSection>
  );
}

function TransferForm({ team, recentSignIn }: Omit<Props, 'role'>) {
  const others = team.members.filter(({ role }) => role !== 'owner');
  const options = Object.fromEntries(others.map(({ userId, name, email }) => [userId, name ?? email]));
  return (
    <SettingsSection id="workspace-transfer" title={MEMBERS.transfer} lead={MEMBERS.transferLead}>
      {recentSignIn ? (
        <form method="post" action="/api/workspace/transfer" className="grid w-full justify-items-start gap-4">
          <Select id="member" name="member" label={MEMBERS.newOwner} options={options} />
          <Button variant="outline">{MEMBERS.transferButton}</Button>
        </form>
      ) : (
        <SignInAgain path="/account/members" />
      )}
    </SettingsSection>
  );
}
