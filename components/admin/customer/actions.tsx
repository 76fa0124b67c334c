import { Button } from '../../ui/button';
import { LinkButton } from '../../ui/link-button';
import { Section } from '../section';
import { ACTIONS } from './copy';
import { GiveAccess, GiveCredits } from './give-forms';

interface Props {
  readonly userId: string;
  /** Whether there is a subscription that can be canceled. */
  readonly cancelable: boolean;
  /** A new key for the form that grants credits. */
  readonly creditKey: string;
  /** A new key for the form that grants days of access. */
  readonly accessKey: string;
}

/** What an operator can do for this customer. Every action is in the audit log. */
export function Actions({ userId, cancelable, creditKey, accessKey }: Props) {
  return (
    <Section id="actions" title={ACTIONS.title}>
      <div className="flex flex-wrap items-start gap-3">
        <Post action="/api/admin/sync" userId={userId} name={ACTIONS.sync} hint={ACTIONS.syncHint} />
        <Post action="/api/admin/sessions" userId={userId} name={ACTIONS.sessions} hint={ACTIONS.sessionsHint} />
        <Post action="/api/admin/view" userId={userId} name={ACTIONS.view} hint={ACTIONS.viewHint} />
        {cancelable && (
          <LinkButton variant="outline" href={`/admin/customers/${userId}/cancel`}>
            {ACTIONS.cancel}
          </LinkButton>
        )}
        <GiveAccess userId={userId} accessKey={accessKey} />
        <GiveCredits userId={userId} creditKey={creditKey} />
      </div>
    </Section>
  );
}

interface PostProps {
  readonly action: string;
  readonly userId: string;
  readonly name: string;
  readonly hint: string;
}

function Post({ action, userId, name, hint }: PostProps) {
  return (
    <form method="post" action={action}>
      <input type="hidden" name="user" value={userId} />
      <Button variant="outline" title={hint}>
        {name}
      </Button>
    </form>
  );
}
