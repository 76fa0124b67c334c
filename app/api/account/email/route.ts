import { requestEmailChange } from '@/lib/account/email-change';
import { assertSignedInRecently } from '@/lib/account/recent-sign-in';
import { emailInput } from '@/lib/api/inputs';
import { requireUserApi } from '@/lib/auth';
import { emailAddress, mailboxOf } from '@/lib/email-address';
import { appError } from '@/lib/errors';
import { readForm } from '@/lib/http/body';
import { redirectAfter } from '@/lib/http/redirect-after';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';

/** Sends a confirmation link to the new address. */
export const POST = route(async (request) => {
  const user = await requireUserApi();
  assertSameOrigin(request);
  const { email } = await readForm(request, emailInput);
  await limit('email-account', user.id);
  const profile = '/account/profile';
  const pages = {
    success: profile,
    'auth/sign-in-again': `${profile}?error=sign-in`,
    'request/invalid': `${profile}?error=email`,
  };
  return redirectAfter(request, pages, async () => {
    assertSignedInRecently(user);
    const address = emailAddress.safeParse(email);
    if (!address.success || address.data === user.email) throw appError('request/invalid', { field: 'email' });
    await limit('email-change-person', mailboxOf(address.data));
    await requestEmailChange(user.id, address.data);
  });
});
