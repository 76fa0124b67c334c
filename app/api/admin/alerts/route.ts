import { closeAlertInput } from '@/lib/api/inputs';
import { requireOperator } from '@/lib/auth';
import { closeAlert } from '@/lib/billing/operators/alerts';
import { appError } from '@/lib/errors';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';

/** Closes an alert with a note. */
export const POST = route(async (request) => {
  const admin = await requireOperator();
  assertSameOrigin(request);
  const { alert, note } = await readForm(request, closeAlertInput);
  return redirectAfter(request, { success: '/admin/alerts?done=closed' }, async () => {
    if (!(await closeAlert(alert, `admin:${admin.id}`, note)))
      throw appError('not-found', { message: 'This alert is already closed.' });
  });
});
