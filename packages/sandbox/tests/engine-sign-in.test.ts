import { createHash } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { oauthClientSecret } from '../src/config';
import { engine } from './engine-fixture';

const k = engine();
const verifier = 'a-verifier-that-is-long-enough-to-be-allowed-0123456789';
const challenge = createHash('sha256').update(verifier).digest('base64url');
const client = { client_id: 'sandbox', client_secret: oauthClientSecret('shared') };
const callback = () => `${k.app.url}/api/auth/callback/x`;

/** Opens the page of an identity provider and submits it like a user. Returns where the browser is redirected. */
async function authorize(
  path: string,
  answer: Record<string, string>,
  more: Record<string, string> = {},
): Promise<URL> {
  const query = new URLSearchParams({
    client_id: 'sandbox',
    redirect_uri: callback(),
    response_type: 'code',
    state: 's1',
    ...more,
  });
  const page = `${k.sandbox.url}${path}?${query}`;
  expect((await fetch(page)).status).toBe(200);
  const sent = await fetch(page, { method: 'POST', body: new URLSearchParams(answer), redirect: 'manual' });
  expect(sent.status).toBe(303);
  return new URL(sent.headers.get('location') ?? '');
}
async function exchange(path: string, form: Record<string, string>): Promise<Record<string, string>> {
  const headers = { accept: 'application/json' };
  const answer = await fetch(k.sandbox.url + path, { method: 'POST', headers, body: new URLSearchParams(form) });
  return (await answer.json()) as Record<string, string>;
}
const ada = { name: 'Ada', email: 'Ada@Example.com', verified: 'yes' };

describe('signing in with GitHub', () => {
  const authorizePath = '/oauth/github/login/oauth/authorize';
  const tokenPath = '/oauth/github/login/oauth/access_token';
  const ask = (path: string, token = '') =>
    fetch(k.sandbox.url + path, { headers: { authorization: `Bearer ${token}` } });

  test('the app receives the name and email that the user entered', async () => {
    await k.start();
    const back = await authorize(authorizePath, ada);
    expect(back.searchParams.get('state')).toBe('s1');
    expect(back.searchParams.get('iss')).toBe(`${k.sandbox.url}/oauth/github/login/oauth`);
    const code = back.searchParams.get('code') ?? '';
    const { access_token } = await exchange(tokenPath, { ...client, code, redirect_uri: callback() });
    for (const api of ['/oauth/github/api', '/oauth/github/api/v3']) {
      expect(await (await ask(`${api}/user`, access_token)).json()).toMatchObject({
        name: 'Ada',
        email: null,
        login: 'ada',
      });
      const emails = await (await ask(`${api}/user/emails`, access_token)).json();
      expect(emails).toEqual([{ email: 'Ada@Example.com', primary: true, verified: true, visibility: 'private' }]);
    }
    expect((await ask('/oauth/github/api/user', 'gho_forged')).status).toBe(401);
  });

  test('the same email is always the same account, case-insensitive', async () => {
    await k.start();
    const ids: unknown[] = [];
    for (const email of ['x@example.com', 'X@example.com', 'y@example.com']) {
      const code = (await authorize(authorizePath, { email })).searchParams.get('code') ?? '';
      const { access_token } = await exchange(tokenPath, { ...client, code });
      ids.push(((await (await ask('/oauth/github/api/user', access_token)).json()) as { id: number }).id);
    }
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  test('a code works once, only with the right secret, and only with its own verifier', async () => {
    await k.start();
    const fresh = async () =>
      (
        await authorize(authorizePath, ada, { code_challenge: challenge, code_challenge_method: 'S256' })
      ).searchParams.get('code') ?? '';
    const code = await fresh();
    expect(await exchange(tokenPath, { ...client, client_secret: 'wrong', code })).toMatchObject({
      error: 'incorrect_client_credentials',
    });
    expect(await exchange(tokenPath, { ...client, code, code_verifier: verifier })).toHaveProperty('access_token');
    expect(await exchange(tokenPath, { ...client, code, code_verifier: verifier })).toMatchObject({
      error: 'bad_verification_code',
    });
    expect(await exchange(tokenPath, { ...client, code: await fresh() })).toMatchObject({
      error: 'bad_verification_code',
    });
    const elsewhere = { ...client, code: await fresh(), code_verifier: verifier, redirect_uri: `${k.app.url}/other` };
    expect(await exchange(tokenPath, elsewhere)).toMatchObject({ error: 'bad_verification_code' });
  });

  test('a user who denies access is redirected with the error', async () => {
    await k.start();
    const back = await authorize(authorizePath, { refuse: 'yes' });
    expect(back.searchParams.get('error')).toBe('access_denied');
    expect(back.searchParams.get('state')).toBe('s1');
    expect(back.searchParams.has('code')).toBe(false);
  });

  test('never redirects to a URL outside the app and this computer', async () => {
    await k.start();
    const query = new URLSearchParams({ client_id: 'sandbox', redirect_uri: 'https://evil.example/cb' });
    for (const method of ['GET', 'POST']) {
      const answer = await fetch(`${k.sandbox.url}${authorizePath}?${query}`, { method, redirect: 'manual' });
      expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
    }
  });
});

describe('signing in with Google', () => {
  const tokenPath = '/oauth/google/token';

  test('the ID token verifies against the published keys and identifies the user, also after a restart', async () => {
    const dataDir = k.folder();
    const { url } = await k.start({ dataDir });
    const discovery = (await k.call('GET', '/oauth/google/.well-known/openid-configuration')).json;
    expect(discovery.issuer).toBe(`${url}/oauth/google`);
    const requested = {
      scope: 'openid email profile',
      nonce: 'n1',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    };
    const code =
      (await authorize('/oauth/google/authorize', { person: 'mallory@example.com' }, requested)).searchParams.get(
        'code',
      ) ?? '';
    const form = {
      ...client,
      grant_type: 'authorization_code',
      code,
      redirect_uri: callback(),
      code_verifier: verifier,
    };
    const { id_token, access_token } = await exchange(tokenPath, form);

    const keys = createRemoteJWKSet(new URL(String(discovery.jwks_uri)));
    const { payload } = await jwtVerify(id_token ?? '', keys, {
      issuer: String(discovery.issuer),
      audience: 'sandbox',
      algorithms: ['RS256'],
    });
    expect(payload).toMatchObject({
      email: 'mallory@example.com',
      email_verified: false,
      nonce: 'n1',
      name: 'Mallory Unverified',
    });
    const userinfo = await fetch(String(discovery.userinfo_endpoint), {
      headers: { authorization: `Bearer ${access_token}` },
    });
    expect(await userinfo.json()).toMatchObject({ sub: payload.sub });
    expect(await exchange(tokenPath, form)).toMatchObject({ error: 'invalid_grant' });

    const before = (await k.call('GET', '/oauth/google/jwks')).json;
    await k.stop();
    await k.start({ dataDir });
    expect((await k.call('GET', '/oauth/google/jwks')).json).toEqual(before);
    expect(JSON.stringify(before)).not.toContain('"d":');
  });

  test('Google rejects a GitHub code', async () => {
    await k.start();
    const code = (await authorize('/oauth/github/login/oauth/authorize', ada)).searchParams.get('code') ?? '';
    expect(await exchange(tokenPath, { ...client, grant_type: 'authorization_code', code })).toMatchObject({
      error: 'invalid_grant',
    });
  });
});
