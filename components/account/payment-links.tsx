import type { PaymentView } from '@/lib/billing/overview';
import { formatDate } from '../ui/format';
import { ACCOUNT } from './words';
import { REFUND } from './words-refund';

interface Props {
  readonly payment: PaymentView;
  readonly locale: string;
}

/** What can be done about one payment. The date tells the links of a list apart when only they are read out. */
export function PaymentLinks({ payment, locale }: Props) {
  const { id, status, refundable, createdAt } = payment;
  if (status !== 'succeeded') return '–';
  const of = formatDate(createdAt, locale);
  return (
    <span className="flex flex-wrap justify-end gap-x-4">
      <Link href={`/account/payments/${id}/invoice`} name={ACCOUNT.invoice} of={of} />
      {refundable && <Link href={`/account/refund/${id}`} name={REFUND.link} of={of} />}
    </span>
  );
}

function Link({ href, name, of }: { readonly href: string; readonly name: string; readonly of: string }) {
  return (
    <a className="link inline-flex min-h-11 items-center sm:min-h-6" href={href}>
      {name}
      <span className="sr-only">, {of}</span>
    </a>
  );
}
