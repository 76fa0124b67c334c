import type { CustomerAction as AccountAction, Outcome } from '@/lib/billing/operations/action-status';
import { Alert } from '../ui/alert';
import {
  ACTION_DONE,
  ACTION_NOT_DONE,
  ACTION_PENDING,
  ACTION_REFUSED,
  ACTION_SCHEDULED,
  CARD_DECLINED,
  CHANGE_DROPPED,
} from './copy';

interface Props {
  readonly action: AccountAction | 'payment-method';
  readonly outcome: Outcome;
  /** Whether a change or pause waits for the end of the billing period. */
  readonly scheduled: boolean;
}

/** The result of the user's last action, according to the ledger. */
export function ActionNotice({ action, outcome, scheduled }: Props) {
  const { title, text } = copyFor({ action, outcome, scheduled });
  return (
    <Alert variant={outcome === 'done' ? 'success' : 'warning'} role="status" title={title}>
      {text}
    </Alert>
  );
}

function copyFor({ action, outcome, scheduled }: Props) {
  if (outcome === 'pending') return ACTION_PENDING;
  if (outcome === 'not-done') return ACTION_NOT_DONE;
  if (outcome === 'change-dropped') return CHANGE_DROPPED;
  if (outcome === 'refused') return action === 'payment-method' ? CARD_DECLINED : ACTION_REFUSED;
  return (action === 'change' || action === 'pause') && scheduled ? ACTION_SCHEDULED : ACTION_DONE[action];
}
