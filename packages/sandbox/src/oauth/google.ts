import { type Context, Hono } from 'hono';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import type { World } from '../engine/world';
import { bearer, CLIENT_ID, clientAuthenticated, redeem, textFields } from './codes';
import { showConsent, takeConsent } from './consent';
import { type Person, people } from './people';

const ROOT = '/oauth/google';
const TOKEN_LIFE_SECONDS = 3599;

/** Google as an OpenID provider (OpenID Connect Core 1.0, Discovery 1.0): authorization code flow with PKCE. */
export function googleRoutes(world: World): Hono {
  const app = new Hono();
  const issuer = (): string => `${world.config.url}${ROOT}`;

  app.get(`${ROOT}/.well-known/openid-configuration`, (c) =>
    c.json({
      issuer: issuer(),
      authorization_endpoint: `${issuer()}/authorize`,
      token_endpoint: `${issuer()}/token`,
      userinfo_endpoint: `${issuer()}/userinfo`,
      jwks_uri: `${issuer()}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid', 'email', 'profile'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
      claims_supported: ['aud', 'email', 'email_verified', 'exp', 'iat', 'iss', 'name', 'picture', 'sub'],
      code_challenge_methods_supported: ['S256'],
      grant_types_supported: ['authorization_code'],
      authorization_response_iss_parameter_supported: true,
    }),
  );
  app.get(`${ROOT}/jwks`, async (c) => {
    const { kty, n, e, kid } = await signingKey(world);
    return c.json({ keys: [{ kty, n, e, kid, use: 'sig', alg: 'RS256' }] });
  });

  app.get(`${ROOT}/authorize`, (c) => showConsent(c, world, 'google'));
  app.post(`${ROOT}/authorize`, (c) => takeConsent(c, world, 'google', { iss: issuer() }));

  app.post(`${ROOT}/token`, async (c) => {
    const form = textFields(await c.req.parseBody());
    if (form.grant_type !== 'authorization_code') return c.json({ error: 'unsupported_grant_type' }, 400);
    if (!clientAuthenticated(world, c.req.header('authorization'), form))
      return c.json({ error: 'invalid_client' }, 401);
    const redeemed = redeem(world, 'google', form);
    const person = redeemed && people(world).get(redeemed.grant.person);
    if (!redeemed || !person) return c.json({ error: 'invalid_grant', error_description: 'Malformed auth code.' }, 400);
    const { nonce, scope } = redeemed.grant;
    const claims = { ...claimsOf(world, person), ...(nonce === null ? {} : { nonce }) };
    return c.json({
      access_token: redeemed.token,
      expires_in: TOKEN_LIFE_SECONDS,
      scope,
      token_type: 'Bearer',
      ...(scope.split(' ').includes('openid') ? { id_token: await sign(world, issuer(), claims) } : {}),
    });
  });

  const userinfo = (c: Context): Response => {
    const token = bearer(world, 'google', c.req.header('authorization'));
    const person = token && people(world).get(token.person);
    return person
      ? c.json(claimsOf(world, person))
      : c.json({ error: 'invalid_request', error_description: 'Invalid Credentials' }, 401);
  };
  app.get(`${ROOT}/userinfo`, userinfo);
  app.post(`${ROOT}/userinfo`, userinfo);
  return app;
}

function claimsOf(world: World, person: Person) {
  const [given = person.name, ...family] = person.name.split(' ');
  return {
    sub: `1000${person.number}`,
    name: person.name,
    given_name: given,
    ...(family.length > 0 ? { family_name: family.join(' ') } : {}),
    picture: `${world.config.url}/_sandbox/assets/icon.svg`,
    email: person.email,
    email_verified: person.verified,
  };
}

/** The key is in the store, so that a restart doesn't invalidate what a client cached. */
async function signingKey(world: World): Promise<JWK> {
  const keys = world.store.table<JWK>('oauth_keys');
  const known = keys.get('google');
  if (known) return known;
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const made = { ...(await exportJWK(privateKey)), kid: 'sandbox' };
  return keys.get('google') ?? keys.put('google', made);
}

/** ID tokens are validated with the client's own clock: real time, not business time. */
async function sign(world: World, issuer: string, claims: Record<string, unknown>): Promise<string> {
  const key = await importJWK(await signingKey(world), 'RS256');
  return new SignJWT({ ...claims, azp: CLIENT_ID })
    .setProtectedHeader({ alg: 'RS256', kid: 'sandbox', typ: 'JWT' })
    .setIssuer(issuer)
    .setAudience(CLIENT_ID)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(key);
}
