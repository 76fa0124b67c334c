import { sandboxKeys } from './derived';
import type { World } from './world';

export interface OAuthClient {
  readonly id: string;
  readonly secret: string;
  /** Where the sandbox plays this provider; null for the real one. */
  readonly sandboxUrl: string | null;
}

/** A real client when both halves are set; in the sandbox world the sandbox's; otherwise the button is absent. */
export function oauthClient(
  name: 'GITHUB' | 'GOOGLE',
  id: string | undefined,
  secret: string | undefined,
  world: World,
  report: (problem: string) => void,
): OAuthClient | null {
  if (id !== undefined && secret !== undefined) return { id, secret, sandboxUrl: null };
  if (id !== undefined || secret !== undefined)
    report(`AUTH_${name}_${id === undefined ? 'ID' : 'SECRET'} is missing beside its other half`);
  if (world.sandboxUrl === null || world.sandboxSecret === null) return null;
  const keys = sandboxKeys(world.sandboxSecret);
  const sandboxUrl = `${world.sandboxUrl}/oauth/${name.toLowerCase()}`;
  return { id: keys.oauthClientId, secret: keys.oauthClientSecret, sandboxUrl };
}
