import { Button } from '../ui/button';

/** A form, because GET requests must not change anything. */
export function SignOutButton({ label }: { readonly label: string }) {
  return (
    <form method="post" action="/api/auth/sign-out">
      <Button variant="outline">{label}</Button>
    </form>
  );
}
