import { resumeInput } from '@/lib/api/inputs';
import { actorOf, assertShown, requireMemberApi } from '@/lib/auth';
import { resumeSubscription } from '@/lib/billing/account/pause';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';

/** Resumes a paused plan, or cancels a scheduled pause. */
export const POST = route(async (request) => {
  const user = await requireMemberApi('admin');
  assertSameOrigin(request);
  assertShown(user, request.nextUrl.searchParams.get('workspace'));
  const { terms } = await readForm(request, resumeInput);
  await limit('pause-account', user.id);
  const success = '/account?success=resume';
  const pages = {
    success,
    'billing/in-progress': success,
    'billing/preview-expired': '/account/resume?retry=expired',
    'billing/provider-refused': '/account/resume?retry=refused',
  };
  return redirectAfter(request, pages, () => resumeSubscription(actorOf(user), terms ?? null));
});
