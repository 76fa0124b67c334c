import { changePlanInput } from '@/lib/api/inputs';
import { actorOf, requireMemberApi } from '@/lib/auth';
import { changePlan, changeQuery } from '@/lib/billing/account/change';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';

/** Applies a change exactly as previewed. */
export const POST = route(async (request) => {
  const user = await requireMemberApi('admin');
  assertSameOrigin(request);
  const { terms, ...input } = await readForm(request, changePlanInput);
  await limit('change-account', user.id);
  const preview = `/account/change/confirm?${changeQuery(input)}`;
  const pages = {
    success: '/account?success=change',
    'billing/in-progress': '/account?success=change',
    'billing/confirmation-required': '/account/pay',
    'billing/preview-expired': `${preview}&retry=expired`,
    'billing/provider-refused': `${preview}&retry=refused`,
  };
  return redirectAfter(request, pages, () => changePlan(actorOf(user), input, terms));
});
