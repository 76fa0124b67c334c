import { LinkButton } from '../ui/link-button';
import { Notice } from '../ui/notice';
import { AGAIN } from './words-profile';

/** Leads through a fresh sign-in and back to `path`. */
export function SignInAgain({ path, role }: { readonly path: string; readonly role?: 'alert' }) {
  return (
    <Notice
      tone="warn"
      title={AGAIN.title}
      {...(role === undefined ? {} : { role })}
      action={<LinkButton href={`/sign-in?${new URLSearchParams({ callbackUrl: path })}`}>{AGAIN.button}</LinkButton>}
    >
      {AGAIN.text}
    </Notice>
  );
}
