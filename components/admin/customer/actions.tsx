import { Button } from '../../ui/button';
import { LinkButton } from '../../ui/link-button';
import { Section } from '../section';
import { ACTIONS } from './copy';
import { GiveAccess, GiveCredits } from './give-forms';

interface Props {
  readonly workspaceId: string;
  /** Whether there are members besides the owner. */
  readonly shared: boolean;
  /** Whether there is a subscription that can be canceled. */
  readonly cancelable: boolean;
  /** A new key for the form that grants credits. */
  readonly creditKey: string;
  /** A new key for the form that grants days of access. */
  readonly accessKey: string;
}

/** What an operator can do for this customer. Every action is in the audit log. */
export function Actions({ workspaceId, shared, cancelable, creditKey, accessKey }: Props) {
  return (
    <Section id="actions" title={ACTIONS.title}>
      <div className="flex flex-wrap items-start gap-3">
        <Post action="/api/admin/sync" workspaceId={workspaceId} name={ACTIONS.sync} hint={ACTIONS.syncHint} />
        <Post
          action="/api/admin/sessions"
          workspaceId={workspaceId}
          name={ACTIONS.sessions}
          hint={shared ? ACTIONS.sessionsOfAllHint : ACTIONS.sessionsHint}
        />
        <Post
          action="/api/admin/view"
          workspaceId={workspaceId}
          name={ACTIONS.view}
          hint={shared ? ACTIONS.viewOwnerHint : ACTIONS.viewHint}
        />
        {cancelable && (
          <LinkButton variant="outline" href={`/admin/customers/${workspaceId}/cancel`}>
            {ACTIONS.cancel}
          </LinkButton>
        )}
        <GiveAccess workspaceId={workspaceId} accessKey={accessKey} />
        <GiveCredits workspaceId={workspaceId} creditKey={creditKey} />
      </div>
    </Section>
  );
}

interface PostProps {
  readonly action: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly hint: string;
}

function Post({ action, workspaceId, name, hint }: PostProps) {
  return (
    <form method="post" action={action}>
      <input type="hidden" name="workspace" value={workspaceId} />
      <Button variant="outline" title={hint}>
        {name}
      </Button>
    </form>
  );
}
