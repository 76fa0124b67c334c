import type { PaymentView } from '@/lib/billing/account/overview';
import { formatDate, type Reader } from '../ui/format';
import { ACCOUNT } from './copy';
import { REFUND } from './refund/copy';

interface Props {
  readonly payment: PaymentView;
  readonly reader: Reader;
}

/** Actions for one payment. Screen readers also get the date, which distinguishes the links of a list. */
export function PaymentLinks({ payment, reader }: Props) {
  const { id, status, refundPage, createdAt, paidOutOfBand } = payment;
  if (status !== 'succeeded' || paidOutOfBand) return '–';
  const of = formatDate(createdAt, reader);
  return (
    <span className="flex flex-wrap justify-end gap-x-4">
      <Link href={`/account/payments/${id}/invoice`} name={ACCOUNT.invoice} of={of} />
      {refundPage && <Link href={`/account/refund/${id}`} name={REFUND.link} of={of} />}
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
