/** @jsxImportSource hono/jsx */
import type { Context } from 'hono';
import { Badge, Button, Field, layout, Notice, Panel } from '../engine/page';
import type { World } from '../engine/world';
import { type Authorization, issueCode, readAuthorization, textFields } from './codes';
import { people, remember } from './people';

const NAMES = { github: 'GitHub', google: 'Google' };

/** The page where you choose which user signs in. */
export function showConsent(
  c: Context,
  world: World,
  identity: Authorization['identity'],
  problem?: string,
): Response | Promise<Response> {
  const request = readAuthorization(world, identity, c.req.query());
  if ('error' in request) return c.html(layout('Sign-in', <Notice tone="bad">{request.error}</Notice>), 400);
  const known = [...people(world).newestFirst()].sort((a, b) => Number(b.verified) - Number(a.verified)).slice(0, 8);
  const here = new URL(c.req.url);
  const name = NAMES[identity];
  return c.html(
    layout(
      `Sign in with ${name}`,
      <>
        <h1>Sign in with {name}</h1>
        <p class="muted">
          The sandbox is simulating {name}. <strong>{new URL(request.redirectUri).host}</strong> is asking for your
          identity.
        </p>
        {problem === undefined ? null : <Notice tone="bad">{problem}</Notice>}
        <Panel title="Continue as">
          <form method="post" action={here.pathname + here.search} class="people">
            {known.map((person) => (
              <button key={person.id} type="submit" name="person" value={person.id} class="person">
                <span class="avatar" aria-hidden="true">
                  {person.name.slice(0, 1).toUpperCase()}
                </span>
                <span class="row-main">
                  <strong>{person.name}</strong>
                  <span class="muted">{person.email}</span>
                </span>
                {person.verified ? null : <Badge tone="warn">unverified</Badge>}
              </button>
            ))}
          </form>
        </Panel>
        <Panel title="Another user">
          <form method="post" action={here.pathname + here.search} class="stack">
            <Field label="Name" name="name" autocomplete="off" />
            <Field label="Email" name="email" type="email" required autocomplete="off" />
            <label class="check">
              <input type="checkbox" name="verified" value="yes" checked />
              {name} has verified this address
            </label>
            <Button wide>Continue</Button>
          </form>
        </Panel>
        <form method="post" action={here.pathname + here.search}>
          <Button kind="quiet" wide name="refuse" value="yes">
            Deny
          </Button>
        </form>
      </>,
    ),
    problem === undefined ? 200 : 422,
  );
}

/** Redirects back to the app with a code, or with the denial. `extra` is added to the URL. */
export async function takeConsent(
  c: Context,
  world: World,
  identity: Authorization['identity'],
  extra: Record<string, string>,
): Promise<Response> {
  const request = readAuthorization(world, identity, c.req.query());
  if ('error' in request) return c.html(layout('Sign-in', <Notice tone="bad">{request.error}</Notice>), 400);
  const form = textFields(await c.req.parseBody());
  const back = new URL(request.redirectUri);
  for (const [key, value] of Object.entries(extra)) back.searchParams.set(key, value);
  if (request.state !== null) back.searchParams.set('state', request.state);
  if (form.refuse) {
    back.searchParams.set('error', 'access_denied');
    back.searchParams.set('error_description', 'The user has denied your application access.');
    return c.redirect(back.href, 303);
  }
  const table = people(world);
  const email = (form.email ?? '').trim();
  if (form.person === undefined && !/^[^\s@]+@[^\s@]+$/.test(email))
    return showConsent(c, world, identity, 'Please enter an email address.');
  const entered = { name: form.name?.trim() || email.replace(/@.*/, ''), email, verified: form.verified === 'yes' };
  const person = form.person === undefined ? remember(table, entered) : table.get(form.person);
  if (!person) return showConsent(c, world, identity, 'This user no longer exists.');
  back.searchParams.set('code', issueCode(world, request, person));
  return c.redirect(back.href, 303);
}
