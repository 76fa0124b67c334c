import type { CardTerms } from '@/lib/billing/card-terms';
import { formatMoney } from '@/lib/billing/money';
import { Button } from '../ui/button';
import { Card, Tear } from '../ui/card';
import { type Fact, Facts } from '../ui/facts';
import { formatDate } from '../ui/format';
import { brandName } from './card-name';
import { PROVIDERS } from './words';
import { CARD } from './words-card';

interface Props {
  readonly terms: CardTerms;
  readonly locale: string;
}

/** What another card means, and the button that leads to the page where it is given. */
export function CardTicket({ terms, locale }: Props) {
  const { plan, owed, provider } = terms;
  return (
    <Card labelledBy="card">
      <h2 id="card" className="p-6 text-lg">
        {owed === null ? CARD.lead(plan) : CARD.leadOwed(plan)}
      </h2>
      <Tear />
      <form method="post" action="/api/account/card" className="grid gap-6 px-6 pt-2 pb-6">
        <Facts facts={factsOf(terms, locale)} />
        <p className="text-sm text-muted">{CARD.where(PROVIDERS[provider])}</p>
        <Button variant="signal" size="lg" className="w-full whitespace-normal sm:w-auto sm:justify-self-start">
          {CARD.button}
        </Button>
      </form>
    </Card>
  );
}

function factsOf({ owed, cardBrand, cardLast4 }: CardTerms, locale: string): Fact[] {
  const now = cardBrand === null || cardLast4 === null ? CARD.unknown : CARD.card(brandName(cardBrand), cardLast4);
  const due = owed === null ? CARD.nothing : formatMoney(owed.amount, owed.currency, locale);
  return [
    { name: CARD.now, value: now },
    { name: CARD.due, value: <span className="figures text-xl">{due}</span> },
    ...(owed?.since == null ? [] : [{ name: CARD.since, value: formatDate(owed.since, locale) }]),
    { name: CARD.later, value: CARD.laterValue },
  ];
}
