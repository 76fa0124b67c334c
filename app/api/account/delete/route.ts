import { deleteAccount } from '@/lib/account/delete';
import { assertSignedInRecently } from '@/lib/account/recent-sign-in';
import { deleteInput } from '@/lib/api/inputs';
import { requireUserApi, signOut } from '@/lib/auth';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';

export const POST = route(async (request) => {
  const user = await requireUserApi();
  assertSameOrigin(request);
  await readForm(request, deleteInput);
  await limit('delete-account', user.id);
  const pages = { success: '/account-deleted', 'auth/sign-in-again': '/account/delete' };
  return redirectAfter(request, pages, async () => {
    assertSignedInRecently(user);
    await deleteAccount(user.id);
    await signOut();
  });
});
