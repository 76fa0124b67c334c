import type { PaymentView } from '@/lib/billing/account/overview';
import { Badge } from '../ui/badge';
import { Card } from '../ui/card';
import { formatAmount, formatDate, type Reader } from '../ui/format';
import { type Column, Table } from '../ui/table';
import { formatCardBrand } from './card-brand';
import { ACCOUNT, PAYMENT_STATES } from './copy';
import { PaymentLinks } from './payment-links';

interface Props {
  readonly payments: readonly PaymentView[];
  readonly reader: Reader;
}

export function Payments({ payments, reader }: Props) {
  const { columns } = ACCOUNT;
  const shown: Column<PaymentView>[] = [
    { name: columns.date, cell: ({ createdAt }) => formatDate(createdAt, reader) },
    { name: columns.description, cell: ({ description }) => description },
    { name: columns.method, cell: (payment) => cardOf(payment) },
    {
      name: columns.amount,
      align: 'end',
      cell: (payment) => <span className="figures">{formatAmount(payment.amount, payment, reader)}</span>,
    },
    { name: columns.status, align: 'end', cell: (payment) => <State payment={payment} reader={reader} /> },
    { name: columns.actions, align: 'end', cell: (payment) => <PaymentLinks payment={payment} reader={reader} /> },
  ];
  return (
    <Card>
      {payments.length === 0 ? (
        <p className="p-6 text-muted-foreground">{ACCOUNT.noPayments}</p>
      ) : (
        <Table caption={ACCOUNT.paymentsTable} columns={shown} rows={payments} keyOf={({ id }) => id} />
      )}
    </Card>
  );
}

function cardOf({ cardBrand, cardLast4 }: PaymentView): string {
  if (cardBrand === null || cardLast4 === null) return '–';
  return ACCOUNT.card(formatCardBrand(cardBrand), cardLast4);
}

function State({ payment, reader }: { readonly payment: PaymentView; readonly reader: Reader }) {
  const { status, refunded, amount, paidOutOfBand } = payment;
  const state = paidOutOfBand
    ? 'outside'
    : refunded === 0n
      ? status
      : refunded >= amount
        ? 'refunded'
        : 'partlyRefunded';
  const { name, variant } = PAYMENT_STATES[state];
  return (
    <Badge variant={variant}>
      {state === 'partlyRefunded' ? `${name}: ${formatAmount(refunded, payment, reader)}` : name}
    </Badge>
  );
}
