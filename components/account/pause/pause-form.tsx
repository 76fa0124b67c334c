import type { PauseTerms } from '@/lib/billing/account/pause';
import { Button } from '../../ui/button';
import { formatDate, type Reader } from '../../ui/format';
import { LinkButton } from '../../ui/link-button';
import { PAUSE } from './copy';

interface Props {
  readonly terms: PauseTerms;
  readonly reader: Reader;
}

export function PauseForm({ terms, reader }: Props) {
  return (
    <>
      <ul className="grid list-disc gap-2 pl-5">
        {consequencesOf(terms, reader).map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <form method="post" action="/api/account/pause" className="flex flex-wrap gap-3">
        <input type="hidden" name="terms" value={terms.terms} />
        <Button size="lg">{PAUSE.button}</Button>
        <LinkButton variant="outline" href="/account" size="lg">
          {PAUSE.keep}
        </LinkButton>
      </form>
    </>
  );
}

function consequencesOf({ plan, begins, paidUntil }: PauseTerms, reader: Reader): string[] {
  const date = paidUntil === null ? null : formatDate(paidUntil, reader);
  const { now, periodEnd } = PAUSE;
  return begins === 'now'
    ? [now.closes(plan), now.kept(date), PAUSE.data]
    : [periodEnd.open(plan, date), periodEnd.closes, periodEnd.undo, PAUSE.data];
}
