import { isCopied, isGuessable } from './secret-strength';
import type { Variables } from './variables';

export interface EffectsWebhook {
  readonly url: string;
  /** `whsec_` and base64, as standardwebhooks.com has it. */
  readonly secret: string;
}

/** Where the effect `post-webhook` posts to; null turns it off. */
export function effectsWebhook(
  { EFFECTS_WEBHOOK_URL: url, EFFECTS_WEBHOOK_SECRET: secret }: Variables,
  deployed: boolean,
  report: (problem: string) => void,
): EffectsWebhook | null {
  if (url === undefined && secret === undefined) return null;
  if (url === undefined || secret === undefined) {
    report(`EFFECTS_WEBHOOK_${url === undefined ? 'URL' : 'SECRET'} is missing: set both or neither`);
    return null;
  }
  if (deployed && !url.startsWith('https://'))
    report('EFFECTS_WEBHOOK_URL must start with https:// when the app is deployed');
  const key = /^whsec_([A-Za-z0-9+/]{32,}={0,2})$/.exec(secret)?.[1];
  if (key === undefined)
    report(
      'EFFECTS_WEBHOOK_SECRET must be whsec_ followed by at least 24 random bytes in base64: openssl rand -base64 32',
    );
  else if (isCopied(secret) || isGuessable(key))
    report('EFFECTS_WEBHOOK_SECRET is too easy to guess: use whsec_ followed by openssl rand -base64 32');
  return { url, secret };
}
