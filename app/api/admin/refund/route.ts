import { operatorRefundInput } from '@/lib/api/inputs';
import { requireOperator } from '@/lib/auth';
import { operatorRefund } from '@/lib/billing/operators/refund';
import { assertRefundShown } from '@/lib/billing/operators/refund-shown';
import { env } from '@/lib/env';
import { readForm } from '@/lib/http/body';
import { respondWithUrl } from '@/lib/http/responses';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { refundOfForm } from '@/lib/operators/refund-form';

/** Refunds a customer's payment, in full, in part, or by item, exactly as the page showed. */
export const POST = route(async (request) => {
  const admin = await requireOperator();
  assertSameOrigin(request);
  const { workspace, amount: minor, shown, ...chosen } = await readForm(request, operatorRefundInput);
  const wanted = refundOfForm({ ...chosen, amount: minor === '' ? null : BigInt(minor) });
  await assertRefundShown(wanted, shown);
  const { state } = await operatorRefund({ ...wanted, actor: `admin:${admin.id}` });
  const done = { done: 'refund', pending: 'pending', refused: 'refund-refused' }[state];
  return respondWithUrl(request, `${env().appUrl}/admin/customers/${workspace}?done=${done}`);
});
