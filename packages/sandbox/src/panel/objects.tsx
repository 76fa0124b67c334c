/** @jsxImportSource hono/jsx */
import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { Badge, Button, Panel } from '../engine/page';
import type { World } from '../engine/world';
import { type Found, glimpse, objectsOf, search, tableGroups } from './browse';
import type { Flashes } from './flash';
import { plainName } from './format';
import { show } from './frame';
import { addressOf, Json } from './json';
import { Pages, pageOf } from './paging';

/** `/objects`: all objects in the sandbox, with search and JSON. */
export function objectPages(world: World, flashes: Flashes): Hono {
  const app = new Hono();

  app.get('/objects', (c) => {
    const q = c.req.query('q')?.trim() ?? '';
    const direct = addressOf(world, q);
    if (direct !== undefined) return c.redirect(direct, 302);
    const found = q === '' ? [] : search(world, q);
    return show(
      c,
      world,
      flashes,
      '/objects',
      'Objects',
      <>
        <h1>Objects</h1>
        <SearchBox q={q} />
        {q === '' ? <Tables world={world} /> : <FoundList found={found} none={`Nothing contains “${q}”.`} />}
      </>,
    );
  });

  app.get('/objects/:table', (c) => {
    const table = c.req.param('table');
    const page = pageOf(objectsOf(world, table), c.req.query('page'));
    return show(
      c,
      world,
      flashes,
      '/objects',
      plainName(table),
      <>
        <p>
          <a href="/objects">← Objects</a>
        </p>
        <h1 class="capital">{plainName(table)}</h1>
        <FoundList found={page.items} none="There are none." />
        <Pages page={page} query={{}} />
      </>,
    );
  });

  app.get('/objects/:table/:id', (c) => {
    const { table, id } = c.req.param();
    const value = world.store.tables().includes(table) ? world.store.table<unknown>(table).get(id) : undefined;
    if (value === undefined) {
      return c.redirect(flashes.to(`/objects/${table}`, { tone: 'bad', message: `There is no ${id}.` }), 303);
    }
    return show(
      c,
      world,
      flashes,
      '/objects',
      id,
      <>
        <p>
          <a href={`/objects/${table}`}>← {plainName(table)}</a>
        </p>
        <h1>
          <code>{id}</code>
        </h1>
        <Json world={world} text={JSON.stringify(value)} />
        <Panel title="Mentioned by">
          <Mentions found={search(world, id, 300).filter((other) => other.id !== id)} />
        </Panel>
      </>,
    );
  });
  return app;
}

const SearchBox: FC<{ q: string }> = ({ q }) => (
  <search>
    <form method="get" action="/objects" class="search">
      <input type="search" name="q" value={q} placeholder="ID, email, amount, anything" aria-label="Search objects" />
      <Button kind="plain">Search</Button>
    </form>
  </search>
);

const Tables: FC<{ world: World }> = ({ world }) => (
  <div class="columns">
    {tableGroups(world).map(({ title, tables }) => (
      <Panel key={title} title={title}>
        {tables.length === 0 ? (
          <p class="empty">Nothing yet.</p>
        ) : (
          <ul class="rows">
            {tables.map(({ name, size }) => (
              <li key={name}>
                <a href={`/objects/${name}`}>
                  <span class="row-main capital">{plainName(name)}</span>
                  <Badge>{size.toLocaleString('en')}</Badge>
                </a>
              </li>
            ))}
          </ul>
        )}
      </Panel>
    ))}
  </div>
);

const FoundList: FC<{ found: Found[]; none: string }> = ({ found, none }) => (
  <Panel>{found.length === 0 ? <p class="empty">{none}</p> : <Rows found={found} />}</Panel>
);

const Mentions: FC<{ found: Found[] }> = ({ found }) =>
  found.length === 0 ? <p class="hint">Nothing else.</p> : <Rows found={found} />;

const Rows: FC<{ found: Found[] }> = ({ found }) => (
  <ul class="rows">
    {found.map(({ table, id, value }) => (
      <li key={`${table}/${id}`}>
        <a href={`/objects/${table}/${encodeURIComponent(id)}`}>
          <span class="row-main">
            <strong class="mono">{id}</strong>
            <span class="hint">{glimpse(value)}</span>
          </span>
          <span class="end muted">{plainName(table)}</span>
        </a>
      </li>
    ))}
  </ul>
);
