/** @jsxImportSource hono/jsx */
import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { Badge, Button, Panel } from '../engine/page';
import type { LoggedRequest } from '../engine/request-log';
import type { World } from '../engine/world';
import type { Flashes } from './flash';
import { ago, statusTone } from './format';
import { show } from './frame';
import { Json } from './json';
import { Pages, pageOf } from './paging';

/** `/requests`: the app's requests to the providers' APIs. */
export function requestPages(world: World, flashes: Flashes): Hono {
  const { log } = world;
  const app = new Hono();

  app.get('/requests', (c) => {
    const { q = '' } = c.req.query();
    const found = log
      .list()
      .filter((entry) => `${entry.method} ${entry.path} ${entry.status ?? ''}`.toLowerCase().includes(q.toLowerCase()))
      .reverse();
    const page = pageOf(found, c.req.query('page'));
    return show(
      c,
      world,
      flashes,
      '/requests',
      'Requests',
      <>
        <h1>Requests</h1>
        <search>
          <form method="get" action="/requests" class="search">
            <input
              type="search"
              name="q"
              value={q}
              placeholder="Method, path or status"
              aria-label="Method, path or status"
            />
            <Button kind="plain">Search</Button>
          </form>
        </search>
        <Panel>
          {page.items.length === 0 ? (
            <p class="empty">No requests here. The newest 5,000 are kept until the sandbox stops.</p>
          ) : (
            <ul class="rows">
              {page.items.map((entry) => (
                <RequestRow key={entry.seq} entry={entry} />
              ))}
            </ul>
          )}
          <Pages page={page} query={{ q }} />
        </Panel>
      </>,
    );
  });

  app.get('/requests/:seq', (c) => {
    const entry = log.list().find((other) => other.seq === Number(c.req.param('seq')));
    if (!entry)
      return c.redirect(flashes.to('/requests', { tone: 'bad', message: 'This request is no longer available.' }), 303);
    return show(
      c,
      world,
      flashes,
      '/requests',
      `${entry.method} ${entry.path}`,
      <RequestView world={world} entry={entry} />,
    );
  });
  return app;
}

const RequestRow: FC<{ entry: LoggedRequest }> = ({ entry }) => (
  <li>
    <a href={`/requests/${entry.seq}`}>
      <span class="row-main">
        <span class="mono">
          <strong>{entry.method}</strong> {entry.path}
        </span>
        <span class="hint">
          {entry.ms} ms · {ago(entry.at)}
          {entry.fault === null ? '' : ` · fault: ${entry.fault}`}
        </span>
      </span>
      <Badge tone={statusTone(entry.status)}>{entry.status ?? 'aborted'}</Badge>
    </a>
  </li>
);

const RequestView: FC<{ world: World; entry: LoggedRequest }> = ({ world, entry }) => (
  <>
    <p>
      <a href="/requests">← Requests</a>
    </p>
    <h1 class="mono">
      {entry.method} {entry.path}
    </h1>
    <p class="muted">
      <Badge tone={statusTone(entry.status)}>{entry.status ?? 'aborted'}</Badge> {entry.ms} ms,{' '}
      {entry.at.slice(0, 19).replace('T', ' ')} UTC real time
      {entry.idempotencyKey === null ? '' : `, idempotency key ${entry.idempotencyKey}`}
      {entry.fault === null ? '' : `, fault: ${entry.fault}`}
    </p>
    {entry.requestBody === '' ? null : (
      <Panel title="Request">
        <Asked world={world} body={entry.requestBody} />
      </Panel>
    )}
    <Panel title="Response">
      {entry.responseBody === '' ? <p class="empty">No text.</p> : <Json world={world} text={entry.responseBody} />}
    </Panel>
  </>
);

/** Stripe's requests are form-encoded: one parameter per line is more readable than the encoded string. */
const Asked: FC<{ world: World; body: string }> = ({ world, body }) =>
  /^\s*[[{]/.test(body) ? (
    <Json world={world} text={body} />
  ) : (
    <pre class="code wrap">{[...new URLSearchParams(body)].map(([key, value]) => `${key} = ${value}`).join('\n')}</pre>
  );
