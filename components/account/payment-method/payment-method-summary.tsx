import type { CardTerms } from '@/lib/billing/account/payment-method-terms';
import { Alert } from '../../ui/alert';
import { Button } from '../../ui/button';
import { Card, CardDivider } from '../../ui/card';
import { type DescriptionItem, DescriptionList } from '../../ui/description-list';
import { formatAmount, formatDate, type Reader } from '../../ui/format';
import { LinkButton } from '../../ui/link-button';
import { formatCardBrand } from '../card-brand';
import { PROVIDER_NAMES } from '../copy';
import { withWorkspace } from '../with-workspace';
import { PAYMENT_METHOD } from './copy';

interface Props {
  readonly terms: CardTerms;
  readonly reader: Reader;
}

/** What a new card will be charged, and the button to the provider's page. */
export function PaymentMethodSummary({ terms, reader }: Props) {
  const { plan, owed, provider } = terms;
  const elsewhere = owed === null || owed.how === 'card' ? null : PAYMENT_METHOD[owed.how];
  return (
    <>
      {elsewhere !== null && (
        <Alert
          variant="warning"
          title={elsewhere.title}
          action={<LinkButton href="/account/pay">{elsewhere.button}</LinkButton>}
        >
          {elsewhere.text}
        </Alert>
      )}
      <Card labelledBy="payment-method">
        <h2 id="payment-method" className="p-6 text-lg">
          {owed === null ? PAYMENT_METHOD.lead(plan) : PAYMENT_METHOD.leadPastDue(plan)}
        </h2>
        <CardDivider />
        <form
          method="post"
          action={withWorkspace(terms.workspaceId, '/api/account/payment-method')}
          className="grid gap-6 px-6 pt-2 pb-6"
        >
          <DescriptionList items={itemsOf(terms, reader)} />
          <p className="text-sm text-muted-foreground">{PAYMENT_METHOD.where(PROVIDER_NAMES[provider])}</p>
          <Button size="lg" className="w-full whitespace-normal sm:w-auto sm:justify-self-start">
            {PAYMENT_METHOD.button}
          </Button>
        </form>
      </Card>
    </>
  );
}

function itemsOf({ owed, cardBrand, cardLast4 }: CardTerms, reader: Reader): DescriptionItem[] {
  const current =
    cardBrand === null || cardLast4 === null
      ? PAYMENT_METHOD.unknownCard
      : PAYMENT_METHOD.card(formatCardBrand(cardBrand), cardLast4);
  const due = owed === null ? PAYMENT_METHOD.nothingDue : formatAmount(owed.amount, owed, reader);
  return [
    { name: PAYMENT_METHOD.current, value: current },
    { name: PAYMENT_METHOD.due, value: <span className="figures text-xl">{due}</span> },
    ...(owed?.since == null ? [] : [{ name: PAYMENT_METHOD.since, value: formatDate(owed.since, reader) }]),
    { name: PAYMENT_METHOD.renewals, value: PAYMENT_METHOD.renewalsValue },
  ];
}
