import { resendInput } from '@/lib/api/inputs';
import { requireOperator } from '@/lib/auth';
import { appError } from '@/lib/errors';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { resendMail } from '@/lib/mail/resend';

/** Sends an email again that failed, that was sent but never arrived, or that waits after a failed attempt. */
export const POST = route(async (request) => {
  const admin = await requireOperator();
  assertSameOrigin(request);
  const { email, workspace } = await readForm(request, resendInput);
  const success = workspace === undefined ? '/admin/work?done=email' : `/admin/customers/${workspace}?done=email`;
  return redirectAfter(request, { success }, async () => {
    if (!(await resendMail(email, `admin:${admin.id}`, { again: true })))
      throw appError('not-found', { message: 'This email is already waiting to be sent, or was dropped.' });
  });
});
