import { createHash, timingSafeEqual } from 'node:crypto';
import { oauthClientSecret } from '../config';
import { id } from '../engine/random';
import type { World } from '../engine/world';
import type { Person } from './people';

/** The only client; both identity providers accept it. */
export const CLIENT_ID = 'sandbox';

/** The parameters of an authorization request that are needed after the consent page. */
export interface Authorization {
  identity: 'github' | 'google';
  redirectUri: string;
  scope: string;
  state: string | null;
  nonce: string | null;
  challenge: string | null;
  challengeMethod: string | null;
}

interface Grant extends Authorization {
  code: string;
  person: string;
  /** Real time, unix milliseconds; a code is valid for ten minutes. */
  expiresAt: number;
}

interface AccessToken {
  token: string;
  identity: Authorization['identity'];
  person: string;
  scope: string;
}

const CODE_LIFE_MS = 600_000;

const grants = (world: World) => world.store.table<Grant>('oauth_codes');
const tokens = (world: World) => world.store.table<AccessToken>('oauth_tokens');

/**
 * Validates an authorization request. `error` means: don't redirect, the URL can't be trusted. URLs of the app and of
 * this computer count as registered.
 */
export function readAuthorization(
  world: World,
  identity: Authorization['identity'],
  query: Record<string, string>,
): Authorization | { error: string } {
  const redirectUri = query.redirect_uri ?? '';
  if (query.client_id !== CLIENT_ID)
    return { error: `Unknown client "${query.client_id ?? ''}"; the sandbox knows only "${CLIENT_ID}".` };
  const target = URL.canParse(redirectUri) ? new URL(redirectUri) : null;
  const known =
    target &&
    (target.origin === new URL(world.config.appUrl).origin || /^(localhost|127\.0\.0\.1)$/.test(target.hostname));
  if (!known || !/^https?:$/.test(target.protocol))
    return { error: `redirect_uri must be an address of the app, not "${redirectUri}".` };
  const method = query.code_challenge_method ?? null;
  if (query.code_challenge && method !== 'S256') return { error: 'code_challenge_method must be S256.' };
  return {
    identity,
    redirectUri,
    scope: query.scope ?? '',
    state: query.state ?? null,
    nonce: query.nonce ?? null,
    challenge: query.code_challenge ?? null,
    challengeMethod: method,
  };
}

/** A single-use code for that user. */
export function issueCode(world: World, authorization: Authorization, person: Person): string {
  const code = id('', 32);
  grants(world).put(code, { ...authorization, code, person: person.id, expiresAt: Date.now() + CODE_LIFE_MS });
  return code;
}

/**
 * Exchanges a code for an access token. The code is used up even if a check fails, as RFC 6749 §4.1.2 requires for a
 * code that may have leaked. Returns undefined if anything doesn't match.
 */
export function redeem(
  world: World,
  identity: Authorization['identity'],
  form: Record<string, string>,
): { token: string; grant: Grant } | undefined {
  const grant = grants(world).get(form.code ?? '');
  if (!grant) return undefined;
  grants(world).remove(grant.code);
  if (grant.identity !== identity || grant.expiresAt < Date.now()) return undefined;
  if (form.redirect_uri !== undefined && form.redirect_uri !== grant.redirectUri) return undefined;
  if (grant.challenge !== null) {
    const made = createHash('sha256')
      .update(form.code_verifier ?? '')
      .digest('base64url');
    if (!same(made, grant.challenge)) return undefined;
  }
  const token = id(identity === 'github' ? 'gho_' : 'ya29.', 36);
  tokens(world).put(token, { token, identity, person: grant.person, scope: grant.scope });
  return { token, grant };
}

/** Whether the client is authenticated, by HTTP Basic or in the form. */
export function clientAuthenticated(
  world: World,
  authorization: string | undefined,
  form: Record<string, string>,
): boolean {
  const basic = authorization?.startsWith('Basic ')
    ? Buffer.from(authorization.slice(6), 'base64').toString().split(':').map(decodeURIComponent)
    : [];
  const [clientId = form.client_id, secret = form.client_secret] = basic;
  return clientId === CLIENT_ID && same(secret ?? '', oauthClientSecret(world.config.secret));
}

/** The token of an `Authorization: Bearer` (GitHub also accepts `token`) header, if we issued it. */
export function bearer(
  world: World,
  identity: Authorization['identity'],
  authorization: string | undefined,
): AccessToken | undefined {
  const [, token = ''] = /^(?:bearer|token)\s+(\S+)$/i.exec(authorization ?? '') ?? [];
  const found = tokens(world).get(token);
  return found?.identity === identity ? found : undefined;
}

/** A form's text fields. */
export function textFields(form: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(form).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
