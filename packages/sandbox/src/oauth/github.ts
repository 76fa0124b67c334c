import { type Context, Hono } from 'hono';
import type { World } from '../engine/world';
import { bearer, clientAuthenticated, redeem, textFields } from './codes';
import { showConsent, takeConsent } from './consent';
import { loginOf, type Person, people } from './people';

const ROOT = '/oauth/github';

/**
 * GitHub as an OAuth 2.0 app sees it (docs "Authorizing OAuth apps"). The REST API is available at `/api` and, as on
 * GitHub Enterprise, at `/api/v3`, so that clients only need another base URL.
 */
export function githubRoutes(world: World): Hono {
  const app = new Hono();
  const issuer = (): string => `${world.config.url}${ROOT}/login/oauth`;

  app.get(`${ROOT}/login/oauth/authorize`, (c) => showConsent(c, world, 'github'));
  app.post(`${ROOT}/login/oauth/authorize`, (c) => takeConsent(c, world, 'github', { iss: issuer() }));

  app.post(`${ROOT}/login/oauth/access_token`, async (c) => {
    const form = textFields(await c.req.parseBody());
    // GitHub reports errors with status 200, form-encoded unless the request accepts JSON.
    const say = (answer: Record<string, string>): Response =>
      c.req.header('accept')?.includes('json')
        ? c.json(answer)
        : c.body(new URLSearchParams(answer).toString(), 200, {
            'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
          });
    if (!clientAuthenticated(world, c.req.header('authorization'), form)) {
      return say({
        error: 'incorrect_client_credentials',
        error_description: 'The client_id and/or client_secret passed are incorrect.',
      });
    }
    const redeemed = redeem(world, 'github', form);
    if (!redeemed)
      return say({ error: 'bad_verification_code', error_description: 'The code passed is incorrect or expired.' });
    return say({
      access_token: redeemed.token,
      token_type: 'bearer',
      scope: redeemed.grant.scope.replace(/[\s+]+/g, ','),
    });
  });

  for (const api of [`${ROOT}/api`, `${ROOT}/api/v3`]) {
    app.get(`${api}/user`, (c) => {
      const person = whose(c, world);
      return person ? c.json(profile(world, person)) : badCredentials(c);
    });
    app.get(`${api}/user/emails`, (c) => {
      const person = whose(c, world);
      if (!person) return badCredentials(c);
      return c.json([{ email: person.email, primary: true, verified: person.verified, visibility: 'private' }]);
    });
  }
  return app;
}

function whose(c: Context, world: World): Person | undefined {
  const token = bearer(world, 'github', c.req.header('authorization'));
  return token && people(world).get(token.person);
}

function badCredentials(c: Context): Response {
  return c.json({ message: 'Bad credentials', documentation_url: 'https://docs.github.com/rest', status: '401' }, 401);
}

/** GitHub only includes the email in the profile if the user made it public; here no user did. */
function profile(world: World, person: Person) {
  const login = loginOf(person);
  return {
    login,
    id: person.number,
    node_id: Buffer.from(`04:User${person.number}`).toString('base64'),
    avatar_url: `${world.config.url}/_sandbox/assets/icon.svg`,
    html_url: `${world.config.url}${ROOT}/${login}`,
    type: 'User',
    site_admin: false,
    name: person.name,
    company: null,
    blog: '',
    location: null,
    email: null,
    bio: null,
    created_at: '2020-01-01T00:00:00Z',
    updated_at: '2020-01-01T00:00:00Z',
  };
}
