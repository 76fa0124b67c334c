import { completeOAuth } from '@/lib/auth/oauth';
import { configuredOAuth } from '@/lib/auth/oauth-providers';
import { appError } from '@/lib/errors';
import { redirect303 } from '@/lib/http/responses';
import { route } from '@/lib/http/route';

interface Context {
  readonly params: Promise<{ readonly provider: string }>;
}

// public: OAuth callback; the state cookie proves that this browser started the sign-in
export const GET = route<Context>(async (request, { params }) => {
  const requested = (await params).provider;
  const provider = configuredOAuth().find((name) => name === requested);
  if (provider === undefined) throw appError('not-found');
  const { cookies, location } = await completeOAuth(provider, request);
  return redirect303(location, cookies);
});
