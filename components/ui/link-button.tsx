import type { ComponentProps } from 'react';
import { type ButtonSize, type ButtonVariant, buttonLook } from './button-look';

interface Props extends ComponentProps<'a'> {
  readonly href: string;
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
}

/** A link that looks like a button: it leads somewhere and changes nothing. */
export function LinkButton({ variant, size, className, children, ...rest }: Props) {
  return (
    <a className={buttonLook(variant, size, className)} {...rest}>
      {children}
    </a>
  );
}
