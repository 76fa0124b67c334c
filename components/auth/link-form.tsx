import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { SIGN_IN } from './copy';

interface Props {
  readonly callbackUrl: string;
  readonly typed: string;
  readonly error: string | undefined;
}

export function LinkForm({ callbackUrl, typed, error }: Props) {
  return (
    // Browsers reject international characters before the @, so the server validates.
    <form method="post" action="/api/auth/link" noValidate className="grid gap-4">
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
      <Button size="lg">{SIGN_IN.send}</Button>
    </form>
  );
}
