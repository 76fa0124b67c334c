import type { Provider } from '@/lib/billing/types';
import { Button } from '../ui/button';
import type { ButtonVariant } from '../ui/button-variants';
import { withWorkspace } from './with-workspace';

interface Props {
  readonly workspaceId: string;
  readonly provider: Provider;
  readonly name: string;
  readonly variant?: ButtonVariant;
}

/** Opens the provider's billing portal for the signed-in user. */
export function PortalButton({ workspaceId, provider, name, variant = 'outline' }: Props) {
  return (
    <form method="post" action={withWorkspace(workspaceId, '/api/portal')}>
      <input type="hidden" name="provider" value={provider} />
      <Button variant={variant}>{name}</Button>
    </form>
  );
}
