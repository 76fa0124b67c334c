import { Alert } from '../../ui/alert';
import { LinkButton } from '../../ui/link-button';
import { CONFIRM_CHANGE } from './copy';

interface Props {
  readonly reason: keyof typeof CONFIRM_CHANGE.retry;
}

/** Explains why the confirmation page is shown again. */
export function ChangeRetryNotice({ reason }: Props) {
  const { title, text } = CONFIRM_CHANGE.retry[reason];
  return (
    <Alert
      variant="warning"
      role="alert"
      title={title}
      {...(reason === 'refused'
        ? {
            action: (
              <LinkButton variant="outline" href="/account/payment-method">
                {CONFIRM_CHANGE.retry.refused.card}
              </LinkButton>
            ),
          }
        : {})}
    >
      {text}
    </Alert>
  );
}
