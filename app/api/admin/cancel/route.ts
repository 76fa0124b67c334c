import { operatorCancelInput } from '@/lib/api/inputs';
import { requireOperator } from '@/lib/auth';
import { operatorCancel } from '@/lib/billing/operators/cancel';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';

/** Cancels a customer's subscription. */
export const POST = route(async (request) => {
  const admin = await requireOperator();
  assertSameOrigin(request);
  const { workspace, ...wanted } = await readForm(request, operatorCancelInput);
  const page = `/admin/customers/${workspace}`;
  const pages = {
    success: `${page}?done=cancel`,
    'billing/in-progress': `${page}?done=pending`,
    'billing/preview-expired': `${page}/cancel?error=changed`,
    'billing/not-changeable': `${page}/cancel?error=changed`,
    'billing/no-subscription': `${page}/cancel`,
  };
  return redirectAfter(request, pages, () =>
    operatorCancel({ ...wanted, workspaceId: workspace, actor: `admin:${admin.id}` }),
  );
});
