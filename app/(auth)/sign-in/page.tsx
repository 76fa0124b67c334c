import type { Metadata } from 'next';
import { AuthPage } from '@/components/auth/auth-page';
import { SIGN_IN, SIGN_IN_PROBLEMS } from '@/components/auth/copy';
import { LinkForm } from '@/components/auth/link-form';
import { ProviderButtons } from '@/components/auth/provider-buttons';
import { Alert } from '@/components/ui/alert';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeading } from '@/components/ui/page-heading';
import { getUser } from '@/lib/auth';
import { enteredAddress } from '@/lib/auth/entered-address';
import { configuredOAuth, OAUTH_NAMES } from '@/lib/auth/oauth-providers';
import { safePath } from '@/lib/redirect';

export const metadata: Metadata = { title: SIGN_IN.title };

interface Props {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

// public: the sign-in page
export default async function SignIn({ searchParams }: Props) {
  const { callbackUrl, error } = await searchParams;
  const requested = safePath(callbackUrl);
  const destination = requested === '/' ? '/dashboard' : requested;
  const [user, typed] = await Promise.all([getUser(), enteredAddress()]);
  const problem = problemOf(error);
  const invalidAddress = problem === SIGN_IN_PROBLEMS.address;
  const providers = configuredOAuth().map((id) => ({ id, name: OAUTH_NAMES[id] }));
  return (
    <AuthPage>
      <PageHeading title={SIGN_IN.title}>{SIGN_IN.lead}</PageHeading>
      {problem !== undefined && !invalidAddress && <Alert variant="destructive" role="alert" title={problem} />}
      {user !== null && (
        <Alert
          title={SIGN_IN.already(user.email)}
          action={
            <LinkButton variant="outline" href={destination}>
              {SIGN_IN.continue}
            </LinkButton>
          }
        />
      )}
      <LinkForm
        callbackUrl={destination}
        typed={invalidAddress ? (typed ?? '') : ''}
        error={invalidAddress ? problem : undefined}
      />
      {providers.length > 0 && (
        <>
          <p className="text-center text-sm text-muted-foreground">{SIGN_IN.or}</p>
          <ProviderButtons callbackUrl={destination} providers={providers} />
        </>
      )}
    </AuthPage>
  );
}

function problemOf(error: string | string[] | undefined): string | undefined {
  if (typeof error !== 'string') return undefined;
  const known = Object.entries(SIGN_IN_PROBLEMS).find(([code]) => code === error);
  return known?.[1] ?? SIGN_IN_PROBLEMS.other;
}
