import type { ComponentProps } from 'react';
import { type ButtonSize, type ButtonVariant, buttonLook } from './button-look';

interface Props extends ComponentProps<'button'> {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
}

/** A button inside a form submits it; say `type="button"` otherwise. */
export function Button({ variant, size, className, type = 'submit', ...rest }: Props) {
  return <button type={type} className={buttonLook(variant, size, className)} {...rest} />;
}
