/** @jsxImportSource hono/jsx */
import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import type { Endpoint } from '../engine/deliveries';
import { addEndpoint } from '../engine/endpoint-control';
import { Badge, Button, Field, Line, Panel } from '../engine/page';
import type { World } from '../engine/world';
import type { Flashes } from './flash';
import { show } from './frame';

/** `/endpoints`: webhook endpoints. */
export function endpointPages(world: World, flashes: Flashes): Hono {
  const { endpoints } = world.deliveries;
  const app = new Hono();

  app.get('/endpoints', (c) =>
    show(
      c,
      world,
      flashes,
      '/endpoints',
      'Endpoints',
      <>
        <h1>Endpoints</h1>
        <div class="columns">
          {[...endpoints.oldestFirst()].map((endpoint) => (
            <EndpointView key={endpoint.id} endpoint={endpoint} />
          ))}
        </div>
        <Panel title="Add an endpoint">
          <form method="post" action="/endpoints" class="inline-form">
            <label class="field">
              <span class="label">Provider</span>
              <select name="provider">
                <option value="stripe">Stripe</option>
                <option value="dodo">Dodo Payments</option>
              </select>
            </label>
            <Field label="Address" name="url" type="url" placeholder="http://127.0.0.1:3000/…" required />
            <Button kind="plain">Add</Button>
          </form>
        </Panel>
      </>,
    ),
  );

  app.post('/endpoints', async (c) => {
    const form = await c.req.parseBody();
    const url = String(form.url ?? '');
    if (!URL.canParse(url) || !/^https?:/.test(url)) {
      return c.redirect(
        flashes.to('/endpoints', { tone: 'bad', message: 'An endpoint needs an http or https URL.' }),
        303,
      );
    }
    addEndpoint(world, { provider: form.provider === 'dodo' ? 'dodo' : 'stripe', url });
    return c.redirect(flashes.to('/endpoints', { tone: 'good', message: 'Added. Its secret is shown below.' }), 303);
  });

  app.post('/endpoints/:id', async (c) => {
    const endpoint = endpoints.get(c.req.param('id'));
    const { do: what } = await c.req.parseBody();
    if (endpoint && what === 'remove') endpoints.remove(endpoint.id);
    if (endpoint && what === 'switch') endpoints.put(endpoint.id, { ...endpoint, enabled: !endpoint.enabled });
    return c.redirect('/endpoints', 303);
  });
  return app;
}

const EndpointView: FC<{ endpoint: Endpoint }> = ({ endpoint }) => (
  <section class="panel">
    <div class="panel-head">
      <h2>{endpoint.provider === 'stripe' ? 'Stripe' : 'Dodo Payments'}</h2>
      <Badge tone={endpoint.enabled ? 'good' : 'neutral'}>{endpoint.enabled ? 'enabled' : 'disabled'}</Badge>
    </div>
    <code>{endpoint.url}</code>
    <Line label="Events">{endpoint.types === '*' ? 'all' : endpoint.types.join(', ')}</Line>
    <details>
      <summary>{endpoint.secrets.length === 1 ? 'Secret' : 'Secrets'}</summary>
      {endpoint.secrets.map((secret) => (
        <pre key={secret} class="code wrap">
          {secret}
        </pre>
      ))}
    </details>
    <form method="post" action={`/endpoints/${endpoint.id}`} class="buttons">
      <Button kind="plain" small name="do" value="switch">
        {endpoint.enabled ? 'Disable' : 'Enable'}
      </Button>
      <Button kind="quiet" small name="do" value="remove">
        Remove
      </Button>
    </form>
  </section>
);
