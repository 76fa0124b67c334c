import { finishOAuth } from '@/lib/auth/oauth';
import { configuredOAuth } from '@/lib/auth/oauth-providers';
import { appError } from '@/lib/errors';
import { seeOther } from '@/lib/http/answers';
import { route } from '@/lib/http/route';

interface Context {
  readonly params: Promise<{ readonly provider: string }>;
}

// public: GitHub and Google send people back here; the state cookie proves that this browser had asked
export const GET = route<Context>(async (request, { params }) => {
  const asked = (await params).provider;
  const provider = configuredOAuth().find((name) => name === asked);
  if (provider === undefined) throw appError('not-found');
  const { cookies, location } = await finishOAuth(provider, request);
  return seeOther(location, cookies);
});
