import { z } from 'zod';
import { askForAddress } from '@/lib/account/email-change';
import { assertFresh } from '@/lib/account/fresh';
import { requireUserApi } from '@/lib/auth';
import { appError } from '@/lib/errors';
import { readForm } from '@/lib/http/form';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { limit } from '@/lib/rate-limit';
import { emailAddress } from '@/lib/users';
import { andShow } from '../and-show';

const addressInput = z.strictObject({ email: z.string().max(500) });

/** Asks for another address: a link is mailed there. */
export const POST = route(async (request) => {
  const user = await requireUserApi();
  assertSameOrigin(request);
  const { email } = await readForm(request, addressInput);
  await limit('account-email', user.id, { max: 5, windowSeconds: 3600 });
  const profile = '/account/profile';
  const pages = {
    done: profile,
    'auth/sign-in-again': `${profile}?wrong=sign-in`,
    'request/invalid': `${profile}?wrong=address`,
  };
  return andShow(request, pages, async () => {
    assertFresh(user);
    const address = emailAddress.safeParse(email);
    if (!address.success || address.data === user.email) throw appError('request/invalid', { field: 'email' });
    await askForAddress(user.id, address.data);
  });
});
