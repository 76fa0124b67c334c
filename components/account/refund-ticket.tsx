import { formatMoney } from '@/lib/billing/money';
import type { RefundTerms } from '@/lib/billing/refund-terms';
import { Button } from '../ui/button';
import { Card, Tear } from '../ui/card';
import { type Fact, Facts } from '../ui/facts';
import { formatCount, formatDate } from '../ui/format';
import { LinkButton } from '../ui/link-button';
import { brandName } from './card-name';
import { REFUND } from './words-refund';

interface Props {
  readonly terms: RefundTerms;
  readonly locale: string;
}

/** What comes back and what closes, and the one button that does exactly this. */
export function RefundTicket({ terms, locale }: Props) {
  const amount = formatMoney(terms.amount, terms.currency, locale);
  return (
    <Card labelledBy="refund">
      <h2 id="refund" className="p-6 text-lg">
        {REFUND.lead(terms.description, formatDate(terms.paidAt, locale))}
      </h2>
      <Tear />
      <form method="post" action="/api/account/refund" className="grid gap-6 px-6 pt-2 pb-6">
        <input type="hidden" name="payment" value={terms.paymentId} />
        <Facts facts={factsOf(terms, amount, locale)} />
        <p className="text-sm text-muted">{REFUND.final}</p>
        <div className="flex flex-wrap gap-3">
          <Button variant="danger" size="lg">
            {REFUND.button(amount)}
          </Button>
          <LinkButton href="/account/payments" size="lg">
            {REFUND.keep}
          </LinkButton>
        </div>
      </form>
    </Card>
  );
}

function factsOf({ cardBrand, cardLast4, closes, credits }: RefundTerms, amount: string, locale: string): Fact[] {
  const card = cardBrand === null || cardLast4 === null ? null : REFUND.card(brandName(cardBrand), cardLast4);
  const closing = [
    ...(closes?.kind === 'subscription' ? [REFUND.subscription(closes.plan)] : []),
    ...(closes?.kind === 'lifetime' ? [REFUND.lifetime] : []),
    ...(credits > 0 ? [REFUND.credits(formatCount(credits, locale))] : []),
  ];
  return [
    { name: REFUND.back, value: <span className="figures text-xl">{amount}</span> },
    { name: REFUND.whereTo, value: card ?? REFUND.sameWay },
    { name: REFUND.when, value: REFUND.days },
    { name: REFUND.closes, value: closing.length === 0 ? REFUND.nothing : closing.join(', ') },
  ];
}
