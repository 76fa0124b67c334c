import { refundInput } from '@/lib/api/inputs';
import { audited } from '@/lib/audit';
import { actorOf, requireMemberApi } from '@/lib/auth';
import { requestRefund } from '@/lib/billing/account/refund';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';

/** Refunds one of the user's own payments. */
export const POST = route(async (request) => {
  const user = await requireMemberApi('admin');
  assertSameOrigin(request);
  const { payment } = await readForm(request, refundInput);
  await limit('refund-account', user.id);
  const pages = {
    success: '/account/payments?success=refund',
    'billing/in-progress': '/account/payments?success=refund',
    // The page explains why, or shows what changed.
    'billing/preview-expired': `/account/refund/${payment}`,
    'billing/not-refundable': `/account/refund/${payment}`,
  };
  return redirectAfter(request, pages, () =>
    audited({ userId: user.id, action: 'refund', target: payment }, () => requestRefund(actorOf(user), payment)),
  );
});
