import type { ReactNode } from 'react';
import { Button } from '../ui/button';
import type { ButtonVariant } from '../ui/button-look';

interface Props {
  /** What is bought, as POST /api/checkout reads it: names, never prices. */
  readonly order: Readonly<Record<string, string>>;
  readonly button: string;
  readonly variant?: ButtonVariant;
  readonly children?: ReactNode;
  readonly className?: string;
}

/** One form, one button, one thing to buy. */
export function BuyForm({ order, button, variant = 'plain', children, className = '' }: Props) {
  return (
    <form method="post" action="/api/checkout" className={className}>
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
