import type { Deed, Outcome } from '@/lib/billing/outcome';
import { Notice } from '../ui/notice';
import { CARD_REFUSED, DONE, PENDING_DEED, PLANNED, REFUSED } from './words-done';

interface Props {
  readonly deed: Deed | 'card';
  readonly outcome: Outcome;
  /** A change, or a pause, is waiting for the end of the period. */
  readonly planned: boolean;
}

/** What became of what the person just did, as the ledger knows it. */
export function DoneNotice({ deed, outcome, planned }: Props) {
  const { title, text } = wordsFor(deed, outcome, planned);
  return (
    <Notice tone={outcome === 'done' ? 'good' : 'warn'} role="status" title={title}>
      {text}
    </Notice>
  );
}

function wordsFor(deed: Deed | 'card', outcome: Outcome, planned: boolean) {
  if (outcome === 'pending') return PENDING_DEED;
  if (outcome === 'refused') return deed === 'card' ? CARD_REFUSED : REFUSED;
  return (deed === 'change' || deed === 'pause') && planned ? PLANNED : DONE[deed];
}
