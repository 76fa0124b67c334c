'use client';

import type { ComponentProps } from 'react';
import { type ButtonSize, type ButtonVariant, buttonVariants } from './button-variants';

interface Props extends ComponentProps<'a'> {
  readonly href: string;
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
}

/** A link styled as a button. */
export function LinkButton({ variant, size, className, children, ...rest }: Props) {
  return (
    <a className={buttonVariants({ variant, size, className })} {...rest}>
      {children}
    </a>
  );
}
