import { Button } from '../ui/button';

/** Ends this browser's session. A form, because no link may change anything. */
export function SignOutButton({ label }: { readonly label: string }) {
  return (
    <form method="post" action="/api/auth/sign-out">
      <Button>{label}</Button>
    </form>
  );
}
