import type { CancelTerms } from '@/lib/billing/account/cancel-terms';
import { Button } from '../../ui/button';
import { formatAmount, formatDate, type Reader } from '../../ui/format';
import { LinkButton } from '../../ui/link-button';
import { CANCEL } from './copy';

interface Props {
  readonly terms: CancelTerms;
  readonly reader: Reader;
}

/** What an immediate cancellation means, a link to a refund if there is one, and the button. */
export function CancelNow({ terms, reader }: Props) {
  const { refund } = terms;
  const amount = refund === null ? null : formatAmount(refund.amount, refund, reader);
  return (
    <>
      <ul className="grid list-disc gap-2 pl-5">
        {consequencesOf(terms, amount, reader).map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <form method="post" action="/api/account/cancel" className="flex flex-wrap gap-3">
        <input type="hidden" name="when" value="now" />
        <input type="hidden" name="terms" value={terms.terms} />
        {refund !== null && amount !== null && (
          <LinkButton href={`/account/refund/${refund.paymentId}`} size="lg">
            {CANCEL.now.refund(amount)}
          </LinkButton>
        )}
        <Button variant="destructive" size="lg">
          {refund === null ? CANCEL.now.button : CANCEL.now.buttonNoRefund}
        </Button>
        <LinkButton variant="outline" href="/account" size="lg">
          {CANCEL.keep}
        </LinkButton>
      </form>
    </>
  );
}

function consequencesOf({ loses, owing, paused }: CancelTerms, amount: string | null, reader: Reader): string[] {
  const { now } = CANCEL;
  return [
    ...(loses === null || paused ? [] : [now[loses.kind](formatDate(loses.until, reader))]),
    ...(paused ? [now.paused] : []),
    owing ? now.owing : now.charge,
    ...(amount !== null ? [now.withRefund(amount)] : loses?.kind === 'paid' || paused ? [now.noRefund] : []),
    now.data,
  ];
}
