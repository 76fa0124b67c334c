/** @jsxImportSource hono/jsx */
import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import type { Attempt, DeliveryRecord, Emitted } from '../engine/deliveries';
import { Badge, Button, ButtonLink, Line, Panel, type Tone } from '../engine/page';
import type { World } from '../engine/world';
import type { Flashes } from './flash';
import { ago, span, statusTone, utc } from './format';
import { show } from './frame';
import { Json } from './json';
import { Pages, pageOf } from './paging';

/** `/events`: the providers' events and their deliveries. */
export function eventPages(world: World, flashes: Flashes): Hono {
  const { deliveries } = world;
  const app = new Hono();

  app.get('/events', (c) => {
    const { provider = '', type = '', state = '' } = c.req.query();
    const found = deliveries
      .emitted(provider || undefined)
      .filter((event) => event.type.includes(type) || event.id === type)
      .filter(
        (event) => state === '' || deliveries.list({ eventId: event.id }).some((record) => record.state === state),
      );
    const page = pageOf(found, c.req.query('page'));
    return show(
      c,
      world,
      flashes,
      '/events',
      'Events',
      <>
        <div class="title-row">
          <h1>Events</h1>
          <form method="post" action="/panel/deliveries" class="buttons">
            <Button kind="plain" small name="do" value={deliveries.paused() ? 'resume' : 'pause'}>
              {deliveries.paused() ? 'Release webhooks' : 'Hold all webhooks'}
            </Button>
            <Button kind="plain" small name="do" value="retry">
              Retry waiting webhooks now
            </Button>
          </form>
        </div>
        <search>
          <form method="get" action="/events" class="search">
            <input type="search" name="type" value={type} placeholder="Type or id" aria-label="Type or id" />
            <select name="provider" aria-label="Provider">
              <Option value="" label="Both providers" chosen={provider} />
              <Option value="stripe" label="Stripe" chosen={provider} />
              <Option value="dodo" label="Dodo" chosen={provider} />
            </select>
            <select name="state" aria-label="State">
              <Option value="" label="Any state" chosen={state} />
              <Option value="pending" label="Waiting" chosen={state} />
              <Option value="delivered" label="Delivered" chosen={state} />
              <Option value="failed" label="Failed" chosen={state} />
            </select>
            <Button kind="plain">Search</Button>
          </form>
        </search>
        <Panel>
          {page.items.length === 0 ? (
            <p class="empty">No events here.</p>
          ) : (
            <ul class="rows">
              {page.items.map((event) => (
                <EventRow key={event.id} world={world} event={event} />
              ))}
            </ul>
          )}
          <Pages page={page} query={{ provider, type, state }} />
        </Panel>
      </>,
    );
  });

  app.get('/events/:id', (c) => {
    const eventId = c.req.param('id');
    const event = deliveries.emitted().find((other) => other.id === eventId);
    if (!event)
      return c.redirect(flashes.to('/events', { tone: 'bad', message: `There is no event ${eventId}.` }), 303);
    const body = deliveries.preview(eventId);
    return show(c, world, flashes, '/events', event.type, <EventView world={world} event={event} body={body} />);
  });

  app.post('/events/:id/resend', async (c) => {
    const eventId = c.req.param('id');
    const form = await c.req.parseBody();
    await deliveries.resend(eventId, typeof form.endpoint === 'string' ? form.endpoint : undefined);
    return c.redirect(
      flashes.to(`/events/${eventId}`, { tone: 'info', message: 'Resent. The newest attempt is at the bottom.' }),
      303,
    );
  });

  app.post('/panel/deliveries', async (c) => {
    const { do: what } = await c.req.parseBody();
    if (what === 'retry') deliveries.retryNow();
    else deliveries.pause(what === 'pause');
    const message = {
      retry: 'All waiting webhooks are being sent now.',
      pause: 'Webhooks are held until you release them.',
    }[String(what)];
    return c.redirect(
      flashes.to('/events', { tone: 'info', message: message ?? 'Webhooks are being sent again.' }),
      303,
    );
  });
  return app;
}

const Option: FC<{ value: string; label: string; chosen: string }> = ({ value, label, chosen }) => (
  <option value={value} selected={value === chosen}>
    {label}
  </option>
);

export const EventRow: FC<{ world: World; event: Emitted }> = ({ world, event }) => {
  const { label, tone } = outcome(world.deliveries.list({ eventId: event.id }));
  return (
    <li>
      <a href={`/events/${event.id}`}>
        <span class="row-main">
          <strong>{event.type}</strong>
          <span class="hint">
            {event.provider === 'stripe' ? 'Stripe' : 'Dodo'} · {utc(event.at)}
          </span>
        </span>
        <Badge tone={tone}>{label}</Badge>
      </a>
    </li>
  );
};

function outcome(records: DeliveryRecord[]): { label: string; tone: Tone } {
  if (records.length === 0) return { label: 'no endpoint', tone: 'neutral' };
  if (records.some((record) => record.state === 'failed')) return { label: 'failed', tone: 'bad' };
  const waiting = records.find((record) => record.state === 'pending');
  if (!waiting) return { label: 'delivered', tone: 'good' };
  return waiting.attempts.length === 0 ? { label: 'waiting', tone: 'info' } : { label: 'retrying', tone: 'warn' };
}

const EventView: FC<{ world: World; event: Emitted; body: string | undefined }> = ({ world, event, body }) => (
  <>
    <p>
      <a href="/events">← Events</a>
    </p>
    <div class="title-row">
      <h1>{event.type}</h1>
      <form method="post" action={`/events/${event.id}/resend`}>
        <Button>Send again</Button>
      </form>
    </div>
    <Panel>
      <Line label="Event">
        <code>{event.id}</code>
      </Line>
      <Line label="Provider">{event.provider === 'stripe' ? 'Stripe' : 'Dodo Payments'}</Line>
      <Line label="Happened at">{utc(event.at)} UTC, sandbox time</Line>
    </Panel>
    {world.deliveries.list({ eventId: event.id }).map((record) => (
      <Delivery key={record.id} world={world} record={record} />
    ))}
    <Panel title="As it would be sent now">
      {body === undefined ? (
        <p class="empty">The provider no longer has this event.</p>
      ) : (
        <Json world={world} text={body} />
      )}
    </Panel>
  </>
);

const TONES: Record<DeliveryRecord['state'], Tone> = { pending: 'info', delivered: 'good', failed: 'bad' };

const Delivery: FC<{ world: World; record: DeliveryRecord }> = ({ world, record }) => (
  <section class="panel">
    <div class="panel-head">
      <h2>{world.deliveries.endpoints.get(record.endpointId)?.url ?? `${record.endpointId} (removed)`}</h2>
      <Badge tone={TONES[record.state]}>{record.state}</Badge>
    </div>
    {record.note === null ? null : <p class="hint">{record.note}</p>}
    {record.nextAt === null || record.attempts.length === 0 ? null : (
      <p class="hint">Next attempt in {span(Math.max(0, Math.ceil((record.nextAt - Date.now()) / 1000)))}.</p>
    )}
    {record.attempts.map((attempt, number) => (
      <AttemptView key={attempt.at} world={world} attempt={attempt} number={number + 1} />
    ))}
    <form method="post" action={`/events/${record.eventId}/resend`} class="buttons">
      <Button kind="plain" small name="endpoint" value={record.endpointId}>
        Resend to this endpoint
      </Button>
      <ButtonLink href="/endpoints" kind="quiet" small>
        Endpoints
      </ButtonLink>
    </form>
  </section>
);

const AttemptView: FC<{ world: World; attempt: Attempt; number: number }> = ({ world, attempt, number }) => (
  <details>
    <summary>
      Attempt {number}: <Badge tone={statusTone(attempt.status)}>{attempt.status ?? 'no response'}</Badge> {attempt.ms}{' '}
      ms, {ago(attempt.at)}
      {attempt.fault === null ? '' : `, fault: ${attempt.fault}`}
    </summary>
    <div class="stack attempt">
      {attempt.error === null ? null : <p>{attempt.error}</p>}
      {attempt.requestHeaders === null ? null : (
        <pre class="code wrap">
          {Object.entries(attempt.requestHeaders)
            .map(([name, value]) => `${name}: ${value}`)
            .join('\n')}
        </pre>
      )}
      {attempt.requestBody === null ? (
        <p class="hint">Its body is no longer available.</p>
      ) : (
        <Json world={world} text={attempt.requestBody} />
      )}
      {attempt.responseBody ? (
        <>
          <h3>Response</h3>
          <pre class="code wrap">{attempt.responseBody}</pre>
        </>
      ) : null}
    </div>
  </details>
);
