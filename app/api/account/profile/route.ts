import { changeProfile, profileInput } from '@/lib/account/profile';
import { requireUserApi } from '@/lib/auth';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';

export const POST = route(async (request) => {
  const user = await requireUserApi();
  assertSameOrigin(request);
  const profile = await readForm(request, profileInput);
  await limit('profile-account', user.id);
  return redirectAfter(request, { success: '/account/profile?success=name' }, () => changeProfile(user.id, profile));
});
