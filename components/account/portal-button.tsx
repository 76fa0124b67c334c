import type { Provider } from '@/lib/billing/types';
import { Button } from '../ui/button';
import type { ButtonVariant } from '../ui/button-look';

interface Props {
  readonly provider: Provider;
  readonly name: string;
  readonly variant?: ButtonVariant;
}

/** Leads to the payment company's own billing pages, for this person only. */
export function PortalButton({ provider, name, variant = 'plain' }: Props) {
  return (
    <form method="post" action="/api/portal">
      <input type="hidden" name="provider" value={provider} />
      <Button variant={variant}>{name}</Button>
    </form>
  );
}
