import { formatMoney } from '@/lib/billing/money';
import type { PaymentView } from '@/lib/billing/overview';
import { Badge } from '../ui/badge';
import { Card } from '../ui/card';
import { formatDate } from '../ui/format';
import { type Column, Table } from '../ui/table';
import { brandName } from './card-name';
import { PaymentLinks } from './payment-links';
import { ACCOUNT, PAYMENT_STATES } from './words';

interface Props {
  readonly payments: readonly PaymentView[];
  readonly locale: string;
}

/** Every payment with what became of it. */
export function Payments({ payments, locale }: Props) {
  const { columns } = ACCOUNT;
  const shown: Column<PaymentView>[] = [
    { name: columns.date, cell: ({ createdAt }) => formatDate(createdAt, locale) },
    { name: columns.what, cell: ({ description }) => description },
    { name: columns.how, cell: (payment) => cardOf(payment) },
    {
      name: columns.amount,
      align: 'end',
      cell: ({ amount, currency }) => <span className="figures">{formatMoney(amount, currency, locale)}</span>,
    },
    { name: columns.state, align: 'end', cell: (payment) => <State payment={payment} locale={locale} /> },
    { name: columns.more, align: 'end', cell: (payment) => <PaymentLinks payment={payment} locale={locale} /> },
  ];
  return (
    <Card>
      {payments.length === 0 ? (
        <p className="p-6 text-muted">{ACCOUNT.noPayments}</p>
      ) : (
        <Table caption={ACCOUNT.paymentsTable} columns={shown} rows={payments} keyOf={({ id }) => id} />
      )}
    </Card>
  );
}

function cardOf({ cardBrand, cardLast4 }: PaymentView): string {
  if (cardBrand === null || cardLast4 === null) return '–';
  return ACCOUNT.card(brandName(cardBrand), cardLast4);
}

function State({ payment, locale }: { readonly payment: PaymentView; readonly locale: string }) {
  const { status, refunded, amount, currency } = payment;
  const state = refunded === 0n ? status : refunded >= amount ? 'refunded' : 'partly';
  const { name, tone } = PAYMENT_STATES[state];
  return <Badge tone={tone}>{state === 'partly' ? `${name}: ${formatMoney(refunded, currency, locale)}` : name}</Badge>;
}
