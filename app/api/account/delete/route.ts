import { z } from 'zod';
import { deleteAccount } from '@/lib/account/delete';
import { assertFresh } from '@/lib/account/fresh';
import { requireUserApi, signOut } from '@/lib/auth';
import { readForm } from '@/lib/http/form';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { andShow } from '../and-show';
import { limitAccount } from '../limit';

/** The box must be ticked: one click on the wrong button deletes nothing. */
const deleteInput = z.strictObject({ understood: z.literal('yes') });

/** Cancels at the providers, then empties the person out. */
export const POST = route(async (request) => {
  const user = await requireUserApi();
  assertSameOrigin(request);
  await readForm(request, deleteInput);
  await limitAccount('delete', user.id);
  const pages = { done: '/goodbye', 'auth/sign-in-again': '/account/delete' };
  return andShow(request, pages, async () => {
    assertFresh(user);
    await deleteAccount(user.id);
    await signOut();
  });
});
