import type { PaymentEnv } from './payment-env';
import { sandboxKeys } from './sandbox-keys';

export interface OAuthClient {
  readonly id: string;
  readonly secret: string;
  /** URL of the sandbox's OAuth provider; null for the real one. */
  readonly sandboxUrl: string | null;
}

/** A real client when id and secret are set, the sandbox's client in sandbox mode, otherwise null. */
export function oauthClient(
  name: 'GITHUB' | 'GOOGLE',
  id: string | undefined,
  secret: string | undefined,
  payments: PaymentEnv,
  report: (problem: string) => void,
): OAuthClient | null {
  if (id !== undefined && secret !== undefined) return { id, secret, sandboxUrl: null };
  if (id !== undefined || secret !== undefined)
    report(`AUTH_${name}_${id === undefined ? 'ID' : 'SECRET'} is missing: set both or neither`);
  if (payments.sandboxUrl === null || payments.sandboxSecret === null) return null;
  const keys = sandboxKeys(payments.sandboxSecret);
  const sandboxUrl = `${payments.sandboxUrl}/oauth/${name.toLowerCase()}`;
  return { id: keys.oauthClientId, secret: keys.oauthClientSecret, sandboxUrl };
}
