'use client';

import type { ComponentProps } from 'react';
import { Button } from '../ui/button';
import type { ButtonVariant } from '../ui/button-variants';

interface Props extends ComponentProps<'form'> {
  /** Fields of POST /api/checkout; never contains a price. */
  readonly order: Readonly<Record<string, string>>;
  readonly button: string;
  readonly variant?: ButtonVariant;
}

export function BuyForm({ order, button, variant = 'outline', children, ...rest }: Props) {
  return (
    <form method="post" action="/api/checkout" {...rest}>
      {Object.entries(order).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
      <Button variant={variant} size="lg" className="w-full">
        {button}
      </Button>
    </form>
  );
}
