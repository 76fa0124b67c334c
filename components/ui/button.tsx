import type { ComponentProps } from 'react';
import { type ButtonSize, type ButtonVariant, buttonVariants } from './button-variants';

export { buttonVariants } from './button-variants';

interface Props extends ComponentProps<'button'> {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
}

/** Submits its form by default; pass `type="button"` otherwise. */
export function Button({ variant, size, className, type = 'submit', ...rest }: Props) {
  return <button type={type} className={buttonVariants({ variant, size, className })} {...rest} />;
}
