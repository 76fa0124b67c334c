import type { RefundTerms } from '@/lib/billing/account/refund-terms';
import { Button } from '../../ui/button';
import { Card, CardDivider } from '../../ui/card';
import { type DescriptionItem, DescriptionList } from '../../ui/description-list';
import { formatAmount, formatCount, formatDate, type Reader } from '../../ui/format';
import { LinkButton } from '../../ui/link-button';
import { formatCardBrand } from '../card-brand';
import { REFUND } from './copy';

interface Props {
  readonly terms: RefundTerms;
  readonly reader: Reader;
}

/** The refund and what it ends, with the button that confirms exactly this. */
export function RefundSummary({ terms, reader }: Props) {
  const amount = formatAmount(terms.amount, terms, reader);
  return (
    <Card labelledBy="refund">
      <h2 id="refund" className="p-6 text-lg">
        {REFUND.lead(terms.description, formatDate(terms.paidAt, reader))}
      </h2>
      <CardDivider />
      <form method="post" action="/api/account/refund" className="grid gap-6 px-6 pt-2 pb-6">
        <input type="hidden" name="payment" value={terms.paymentId} />
        <DescriptionList items={itemsOf(terms, amount, reader)} />
        <p className="text-sm text-muted-foreground">{REFUND.final}</p>
        <div className="flex flex-wrap gap-3">
          <Button variant="destructive" size="lg">
            {REFUND.button(amount)}
          </Button>
          <LinkButton variant="outline" href="/account/payments" size="lg">
            {REFUND.keep}
          </LinkButton>
        </div>
      </form>
    </Card>
  );
}

function itemsOf(
  { cardBrand, cardLast4, closes, credits }: RefundTerms,
  amount: string,
  reader: Reader,
): DescriptionItem[] {
  const card = cardBrand === null || cardLast4 === null ? null : REFUND.card(formatCardBrand(cardBrand), cardLast4);
  const closing = [
    ...(closes === null ? [] : [REFUND.closing(closes, (date) => formatDate(date, reader))]),
    ...(credits > 0 ? [REFUND.credits(formatCount(credits, reader.locale))] : []),
  ];
  return [
    { name: REFUND.amount, value: <span className="figures text-xl">{amount}</span> },
    { name: REFUND.destination, value: card ?? REFUND.originalMethod },
    { name: REFUND.arrives, value: REFUND.days },
    { name: REFUND.changes, value: closing.length === 0 ? REFUND.nothing : closing.join(' ') },
  ];
}
