import { Button } from '../ui/button';
import type { ButtonVariant } from '../ui/button-look';

interface Props {
  /** A route of ours that takes an empty form. */
  readonly action: string;
  readonly name: string;
  readonly variant?: ButtonVariant;
}

/** One click that does one thing. A form, because no link may change anything. */
export function ActButton({ action, name, variant = 'plain' }: Props) {
  return (
    <form method="post" action={action}>
      <Button variant={variant}>{name}</Button>
    </form>
  );
}
