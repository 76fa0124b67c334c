import { customerInput } from '@/lib/api/inputs';
import { requireAdmin } from '@/lib/auth';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { assertUser } from '@/lib/operators/assert-user';
import { endAllSessions } from '@/lib/operators/end-sessions';

/** Signs a customer out everywhere. */
export const POST = route(async (request) => {
  const admin = await requireAdmin();
  assertSameOrigin(request);
  const { user } = await readForm(request, customerInput);
  return redirectAfter(request, { success: `/admin/customers/${user}?done=sessions` }, async () => {
    await assertUser(user);
    await endAllSessions(user, `admin:${admin.id}`);
  });
});
