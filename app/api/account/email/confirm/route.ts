import { confirmAddress } from '@/lib/account/email-change';
import { tokenInput } from '@/lib/api/inputs';
import { requireUserApi } from '@/lib/auth';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';

export const POST = route(async (request) => {
  const user = await requireUserApi();
  assertSameOrigin(request);
  const { token } = await readForm(request, tokenInput);
  await limit('email-confirm-account', user.id);
  return redirectAfter(request, { success: '/account/profile?success=email' }, () => confirmAddress(user.id, token));
});
