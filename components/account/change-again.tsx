import type { Provider } from '@/lib/billing/types';
import { Notice } from '../ui/notice';
import { PortalButton } from './portal-button';
import { CONFIRM } from './words-change';

interface Props {
  readonly why: keyof typeof CONFIRM.again;
  readonly provider: Provider;
}

/** Why the same page is shown a second time. */
export function ChangeAgain({ why, provider }: Props) {
  const { title, text } = CONFIRM.again[why];
  return (
    <Notice
      tone="warn"
      role="alert"
      title={title}
      {...(why === 'refused' ? { action: <PortalButton provider={provider} name={CONFIRM.again.refused.card} /> } : {})}
    >
      {text}
    </Notice>
  );
}
