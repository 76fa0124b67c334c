import { notFound } from 'next/navigation';
import { AdminPage } from '@/components/admin/admin-page';
import { RefundForms } from '@/components/admin/customer/refund-forms';
import { REFUND } from '@/components/admin/customer/steps-copy';
import { requireOperator } from '@/lib/auth';
import { fromDecimal } from '@/lib/billing/money';
import { operatorRefundTerms, refundableItems } from '@/lib/billing/operators/refund';
import { refundFingerprint } from '@/lib/billing/operators/refund-shown';
import { AppError, expected } from '@/lib/errors';
import { customerPayment } from '@/lib/operators/customer';
import { refundOfForm } from '@/lib/operators/refund-form';
import { isId, readQuery } from '../../../../query';
import { titleForOperators } from '../../../../title';

export const generateMetadata = titleForOperators(REFUND.title);

interface Props {
  readonly params: Promise<{ readonly id: string; readonly payment: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function RefundPayment({ params, searchParams }: Props) {
  await requireOperator();
  const [{ id: workspaceId, payment: id }, query] = await Promise.all([params, readQuery(searchParams)]);
  const payment = isId(workspaceId) && isId(id) ? await customerPayment(workspaceId, id) : null;
  if (payment === null) notFound();
  const typed = query.amount ?? '';
  const amount = typed === '' ? null : fromDecimal(typed, payment.currency, payment.provider);
  const items = itemsOf((await searchParams).items);
  const bad = typed !== '' && amount === null;
  const [terms, lines] = await Promise.all([
    bad ? null : expected(async () => operatorRefundTerms(refundOfForm({ payment: id, amount, items, reason: null }))),
    expected(() => refundableItems(id)),
  ]);
  const shown =
    terms === null || terms instanceof AppError ? null : { ...terms, fingerprint: refundFingerprint(terms) };
  const problem = bad ? REFUND.badAmount : terms instanceof AppError ? terms.message : null;
  return (
    <AdminPage current="/admin" title={REFUND.title}>
      <RefundForms
        payment={payment}
        typed={typed}
        amount={amount}
        lines={lines instanceof AppError ? [] : lines}
        chosen={items}
        terms={shown}
        problem={problem}
      />
    </AdminPage>
  );
}

/** The chosen items; the URL carries one for each checkbox. */
function itemsOf(given: string | string[] | undefined): string[] {
  const all = given === undefined ? [] : typeof given === 'string' ? [given] : given;
  return all.filter((id) => id !== '' && id.length <= 200).slice(0, 100);
}
