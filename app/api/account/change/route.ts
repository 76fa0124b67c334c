import { z } from 'zod';
import { requireUserApi } from '@/lib/auth';
import { changeInput, changePlan, changeQuery } from '@/lib/billing/change';
import { readForm } from '@/lib/http/form';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { andShow } from '../and-show';
import { limitAccount } from '../limit';

const confirmed = changeInput.extend({ prorationAt: z.iso.datetime().transform((at) => new Date(at)) });

/** Changes the plan as the confirmation page showed it. */
export const POST = route(async (request) => {
  const user = await requireUserApi();
  assertSameOrigin(request);
  const { prorationAt, ...input } = await readForm(request, confirmed);
  await limitAccount('change', user.id);
  const shown = `/account/change/confirm?${changeQuery(input)}`;
  const pages = {
    done: '/account?done=change',
    'billing/in-progress': '/account?done=change',
    'billing/preview-expired': `${shown}&again=expired`,
    'billing/provider-refused': `${shown}&again=refused`,
  };
  return andShow(request, pages, () => changePlan(user.id, input, prorationAt));
});
