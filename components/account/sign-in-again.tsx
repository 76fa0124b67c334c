import { Alert } from '../ui/alert';
import { LinkButton } from '../ui/link-button';
import { SIGN_IN_AGAIN } from './copy';

/** Asks for a new sign-in that leads back to `path`. */
export function SignInAgain({ path, role }: { readonly path: string; readonly role?: 'alert' }) {
  return (
    <Alert
      variant="warning"
      title={SIGN_IN_AGAIN.title}
      {...(role === undefined ? {} : { role })}
      action={
        <LinkButton variant="outline" href={`/sign-in?${new URLSearchParams({ callbackUrl: path })}`}>
          {SIGN_IN_AGAIN.button}
        </LinkButton>
      }
    >
      {SIGN_IN_AGAIN.text}
    </Alert>
  );
}
