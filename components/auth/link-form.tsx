import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { SIGN_IN } from './words';

interface Props {
  readonly callbackUrl: string;
  readonly typed: string;
  readonly error: string | undefined;
}

/** Asks for a mailed sign-in link. */
export function LinkForm({ callbackUrl, typed, error }: Props) {
  return (
    <form method="post" action="/api/auth/link" className="grid gap-4">
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      <Field
        id="email"
        name="email"
        type="email"
        label={SIGN_IN.email}
        autoComplete="email"
        required
        defaultValue={typed}
        error={error}
      />
      <Button variant="signal" size="lg">
        {SIGN_IN.send}
      </Button>
    </form>
  );
}
