import { z } from 'zod';
import { changeName, personName } from '@/lib/account/name';
import { requireUserApi } from '@/lib/auth';
import { readForm } from '@/lib/http/form';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { andShow } from '../and-show';
import { limitAccount } from '../limit';

export const POST = route(async (request) => {
  const user = await requireUserApi();
  assertSameOrigin(request);
  const { name } = await readForm(request, z.strictObject({ name: personName }));
  await limitAccount('profile', user.id);
  return andShow(request, { done: '/account/profile?done=name' }, () => changeName(user.id, name));
});
