import type { AppError } from '@/lib/errors';
import { LinkButton } from '../ui/link-button';
import { Notice } from '../ui/notice';
import { StepPage } from './step-page';
import { STOPPED } from './words-change';

interface Props {
  readonly title: string;
  readonly error: AppError;
  /** This page's own address, for a no that may be a yes in a moment. */
  readonly retry: string;
}

/** A step that cannot be taken now: why, and where to go from here. */
export function Stopped({ title, error, retry }: Props) {
  const passing = error.status === 503 || error.status === 429;
  return (
    <StepPage title={title}>
      <Notice
        tone="warn"
        title={error.message}
        action={<LinkButton href={passing ? retry : '/account'}>{passing ? STOPPED.retry : STOPPED.back}</LinkButton>}
      />
    </StepPage>
  );
}
