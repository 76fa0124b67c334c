import type { SubscriptionView } from '@/lib/billing/overview';
import { Button } from '../ui/button';
import { formatDate } from '../ui/format';
import { LinkButton } from '../ui/link-button';
import { Notice } from '../ui/notice';
import { PAUSING, RESUME } from './words-pause';

interface Props {
  readonly subscription: SubscriptionView;
  readonly locale: string;
}

/** A pause that is coming, or has begun, with the way out of it. Nothing when there is none. */
export function PauseNotice({ subscription, locale }: Props) {
  const { pausesAt, pausedAt, status, planName } = subscription;
  if (status === 'paused')
    return (
      <Notice
        title={PAUSING.paused(planName)}
        action={
          <LinkButton href="/account/resume" variant="signal">
            {RESUME.link}
          </LinkButton>
        }
      >
        {PAUSING.since(pausedAt === null ? null : formatDate(pausedAt, locale))}
      </Notice>
    );
  if (pausesAt === null) return null;
  return (
    <Notice title={PAUSING.title(planName, formatDate(pausesAt, locale))} action={<TakeBack />}>
      {PAUSING.text}
    </Notice>
  );
}

/** Before the pause has begun going on costs nothing. */
function TakeBack() {
  return (
    <form method="post" action="/api/account/resume">
      <input type="hidden" name="due" value="0" />
      <Button>{PAUSING.undo}</Button>
    </form>
  );
}
