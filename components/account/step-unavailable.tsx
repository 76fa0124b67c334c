import type { AppError } from '@/lib/errors';
import { Alert } from '../ui/alert';
import { LinkButton } from '../ui/link-button';
import { STEP_UNAVAILABLE } from './copy';
import { StepPage } from './step-page';

interface Props {
  readonly title: string;
  readonly error: AppError;
  /** Path of this page, for errors that may go away. */
  readonly retry: string;
}

/** Explains why a step isn't available, and where to go next. */
export function StepUnavailable({ title, error, retry }: Props) {
  const temporary = error.status === 503 || error.status === 429;
  return (
    <StepPage title={title}>
      <Alert
        variant="warning"
        title={error.message}
        action={
          <LinkButton variant="outline" href={temporary ? retry : '/account'}>
            {temporary ? STEP_UNAVAILABLE.retry : STEP_UNAVAILABLE.back}
          </LinkButton>
        }
      />
    </StepPage>
  );
}
