import type { PauseTerms } from '@/lib/billing/pause';
import { Button } from '../ui/button';
import { formatDate } from '../ui/format';
import { LinkButton } from '../ui/link-button';
import { PAUSE } from './words-pause';

interface Props {
  readonly terms: PauseTerms;
  readonly locale: string;
}

/** Everything a pause means, and the button. */
export function PauseForm({ terms, locale }: Props) {
  return (
    <>
      <ul className="grid list-disc gap-2 pl-5">
        {pointsOf(terms, locale).map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <form method="post" action="/api/account/pause" className="flex flex-wrap gap-3">
        <Button size="lg" variant="signal">
          {PAUSE.button}
        </Button>
        <LinkButton href="/account" size="lg">
          {PAUSE.keep}
        </LinkButton>
      </form>
    </>
  );
}

function pointsOf({ plan, begins, paidUntil }: PauseTerms, locale: string): string[] {
  const date = paidUntil === null ? null : formatDate(paidUntil, locale);
  const { now, periodEnd } = PAUSE;
  return begins === 'now'
    ? [now.closes(plan), now.kept(date), PAUSE.data]
    : [periodEnd.open(plan, date), periodEnd.closes, periodEnd.undo, PAUSE.data];
}
