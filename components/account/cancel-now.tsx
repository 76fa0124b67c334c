import type { CancelTerms } from '@/lib/billing/cancel-terms';
import { formatMoney } from '@/lib/billing/money';
import { Button } from '../ui/button';
import { formatDate } from '../ui/format';
import { LinkButton } from '../ui/link-button';
import { CANCEL } from './words-cancel';

interface Props {
  readonly terms: CancelTerms;
  readonly locale: string;
}

/** What is given up by ending at once, the way to the money where there is one, and the button. */
export function CancelNow({ terms, locale }: Props) {
  const { paidUntil, refund } = terms;
  const amount = refund === null ? null : formatMoney(refund.amount, refund.currency, locale);
  return (
    <>
      <ul className="grid list-disc gap-2 pl-5">
        {pointsOf(terms, amount, locale).map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <form method="post" action="/api/account/cancel" className="flex flex-wrap gap-3">
        <input type="hidden" name="when" value="now" />
        <input type="hidden" name="paidUntil" value={paidUntil?.toISOString() ?? ''} />
        {refund !== null && amount !== null && (
          <LinkButton href={`/account/refund/${refund.paymentId}`} size="lg" variant="signal">
            {CANCEL.now.refund(amount)}
          </LinkButton>
        )}
        <Button variant="danger" size="lg">
          {refund === null ? CANCEL.now.button : CANCEL.now.buttonNoRefund}
        </Button>
        <LinkButton href="/account" size="lg">
          {CANCEL.keep}
        </LinkButton>
      </form>
    </>
  );
}

function pointsOf({ loses, owing, paused }: CancelTerms, amount: string | null, locale: string): string[] {
  const { now } = CANCEL;
  return [
    ...(loses === null || paused ? [] : [now[loses.kind](formatDate(loses.until, locale))]),
    ...(paused ? [now.paused] : []),
    owing ? now.owing : now.charge,
    ...(amount !== null ? [now.withRefund(amount)] : loses?.kind === 'paid' || paused ? [now.noRefund] : []),
    now.data,
  ];
}
