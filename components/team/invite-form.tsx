import { SettingsSection } from '../account/settings-section';
import { Button } from '../ui/button';
import { Select, TextArea } from '../ui/field';
import { MEMBERS } from './copy';

/** Invites several people with one role. */
export function InviteForm({ error }: { readonly error: string | undefined }) {
  return (
    <SettingsSection id="invite" title={MEMBERS.invite} lead={MEMBERS.inviteLead}>
      <form method="post" action="/api/workspace/invitations" className="grid w-full justify-items-start gap-4">
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
