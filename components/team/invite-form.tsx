import { SettingsSection } from '../account/settings-section';
import { Button } from '../ui/button';
import { Select, TextArea } from '../ui/field';
import { MEMBERS } from './copy';

interface Props {
  readonly workspaceId: string;
  readonly error: string | undefined;
}

/** Invites several people with one role. */
export function InviteForm({ workspaceId, error }: Props) {
  return (
    <SettingsSection id="invite" title={MEMBERS.invite} lead={MEMBERS.inviteLead}>
      <form method="post" action="/api/workspace/invitations" className="grid w-full justify-items-start gap-4">
        <input type="hidden" name="workspace" value={workspaceId} />
        <div className="w-full">
          <TextArea
            id="emails"
            name="emails"
            label={MEMBERS.emails}
            hint={MEMBERS.emailsHint}
            error={error}
            rows={3}
            required
          />
        </div>
        <Select id="role" name="role" label={MEMBERS.role} options={MEMBERS.roles} defaultValue="member" />
        <Button>{MEMBERS.inviteButton}</Button>
      </form>
    </SettingsSection>
  );
}
