import { Button } from '../ui/button';
import { SIGN_IN } from './copy';

interface Props {
  readonly callbackUrl: string;
  readonly providers: readonly { readonly id: string; readonly name: string }[];
}

export function ProviderButtons({ callbackUrl, providers }: Props) {
  return (
    <div className="grid gap-3">
      {providers.map(({ id, name }) => (
        <form key={id} method="post" action="/api/auth/oauth">
          <input type="hidden" name="provider" value={id} />
          <input type="hidden" name="callbackUrl" value={callbackUrl} />
          <Button variant="outline" size="lg" className="w-full">
            {SIGN_IN.with(name)}
          </Button>
        </form>
      ))}
    </div>
  );
}
