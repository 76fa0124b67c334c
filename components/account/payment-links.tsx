import type { PaymentView } from '@/lib/billing/overview';
import { formatDate } from '../ui/format';
import { REFUND } from './words-refund';

interface Props {
  readonly payment: PaymentView;
  readonly locale: string;
}

/** What can be done about one payment. The date tells the links of a list apart when only they are read out. */
export function PaymentLinks({ payment, locale }: Props) {
  const { id, refundable, createdAt } = payment;
  const of = `, ${formatDate(createdAt, locale)}`;
  if (!refundable) return '–';
  return (
    <a className="link inline-flex min-h-11 items-center sm:min-h-0" href={`/account/refund/${id}`}>
      {REFUND.link}
      <span className="sr-only">{of}</span>
    </a>
  );
}
