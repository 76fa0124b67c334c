import type { SubscriptionView } from '@/lib/billing/account/overview';
import { Alert } from '../../ui/alert';
import { formatDate, type Reader } from '../../ui/format';
import { LinkButton } from '../../ui/link-button';
import { PostButton } from '../post-button';
import { withWorkspace } from '../with-workspace';
import { PAUSE_NOTICE, RESUME } from './copy';

interface Props {
  readonly subscription: SubscriptionView;
  readonly reader: Reader;
}

/** A scheduled or current pause, with the button to cancel it or resume. */
export function PauseNotice({ subscription, reader }: Props) {
  const { workspaceId, pausesAt, pausedAt, status, planName } = subscription;
  if (status === 'paused')
    return (
      <Alert
        title={PAUSE_NOTICE.paused(planName)}
        action={<LinkButton href="/account/resume">{RESUME.link}</LinkButton>}
      >
        {PAUSE_NOTICE.since(pausedAt === null ? null : formatDate(pausedAt, reader))}
      </Alert>
    );
  if (pausesAt === null) return null;
  // Resuming before the pause starts costs nothing.
  const cancel = <PostButton action={withWorkspace(workspaceId, '/api/account/resume')} name={PAUSE_NOTICE.undo} />;
  return (
    <Alert title={PAUSE_NOTICE.title(planName, formatDate(pausesAt, reader))} action={cancel}>
      {PAUSE_NOTICE.text}
    </Alert>
  );
}
