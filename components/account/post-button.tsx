import { Button } from '../ui/button';
import type { ButtonVariant } from '../ui/button-variants';

interface Props {
  /** A route handler that accepts an empty form. */
  readonly action: string;
  readonly name: string;
  readonly variant?: ButtonVariant;
}

/** A button that posts an empty form. Not a link, because GET requests must not change anything. */
export function PostButton({ action, name, variant = 'outline' }: Props) {
  return (
    <form method="post" action={action}>
      <Button variant={variant}>{name}</Button>
    </form>
  );
}
