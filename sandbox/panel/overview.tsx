/** @jsxImportSource hono/jsx */
import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { clockState, moveClock } from '../engine/clock-control';
import { Button, ButtonLink, Line, Panel } from '../engine/page';
import type { World } from '../engine/world';
import { mailbox } from '../mail/mailbox';
import { EventRow } from './events';
import type { Flash, Flashes } from './flash';
import { show } from './frame';
import { StoryList } from './stories';
import { ago, count, longDay, offsetInWords, plainName, utc } from './words';

const MOVES: Record<string, { label: string; wish: Record<string, unknown> }> = {
  hour: { label: '+1 hour', wish: { advanceSeconds: 3600 } },
  day: { label: '+1 day', wish: { advanceDays: 1 } },
  week: { label: '+1 week', wish: { advanceDays: 7 } },
  month: { label: '+1 month', wish: { advanceMonths: 1 } },
  year: { label: '+1 year', wish: { advanceMonths: 12 } },
};
const STANDING: Record<string, Record<string, unknown>> = {
  freeze: { freeze: true },
  run: { freeze: false },
  real: { real: true },
};

/** `/`: the clock, the stories and what happened last. */
export function overviewPages(world: World, flashes: Flashes): Hono {
  const app = new Hono();
  app.get('/', (c) => show(c, world, flashes, '/', 'Overview', <Overview world={world} />));

  app.post('/panel/clock', async (c) => {
    const form = await c.req.parseBody();
    const move = String(form.move);
    const to = String(form.to ?? '');
    const wish = MOVES[move]?.wish ?? STANDING[move] ?? { to: `${to}${/Z$/.test(to) ? '' : ':00Z'}` };
    return c.redirect(flashes.to('/', await moved(world, wish)), 303);
  });
  app.post('/panel/reset', async (c) => {
    await world.reset();
    return c.redirect(flashes.to('/', { tone: 'good', message: 'Everything is empty again.' }), 303);
  });
  app.post('/panel/stories/:index', async (c) => {
    const story = world.stories[Number(c.req.param('index'))];
    if (!story) return c.redirect('/', 303);
    try {
      const result = await story.run();
      const said = typeof result === 'string' ? { message: result } : result;
      return c.redirect(flashes.to('/', { tone: 'good', ...said }), 303);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return c.redirect(flashes.to('/', { tone: 'bad', message: `${story.title}: ${message}` }), 303);
    }
  });
  return app;
}

async function moved(world: World, wish: Record<string, unknown>): Promise<Flash> {
  const result = await moveClock(world, wish);
  if ('error' in result) return { tone: 'bad', message: result.error };
  const ran = result.ran ?? [];
  const happened = ran.length === 0 ? 'Nothing was due.' : `${count(ran.length, 'thing')} happened on the way.`;
  const app = result.app?.ok === false ? ` The app did not take the time over: ${result.app.error}` : '';
  return {
    tone: app === '' ? 'good' : 'info',
    message: `It is now ${utc(Date.parse(result.now) / 1000)} UTC. ${'ran' in result ? happened : ''}${app}`,
    details: ran.slice(0, 500).map(({ at, kind, key }) => `${utc(at)}  ${plainName(kind)}  ${key}`),
  };
}

const Overview: FC<{ world: World }> = ({ world }) => (
  <>
    <div class="title-row">
      <div>
        <h1>The outside world, on this computer</h1>
        <p class="muted">
          Stripe, Dodo Payments, e-mail and sign-in, played by one process. No real money moves, nothing leaves the
          machine.
        </p>
      </div>
      <ButtonLink href={world.config.appUrl} kind="primary">
        Open the app
      </ButtonLink>
    </div>
    <div class="columns">
      <Clock world={world} />
      <Latest world={world} />
    </div>
    <StoryList world={world} />
    <div class="columns">
      <Addresses world={world} />
      <Panel title="Start over">
        <p class="muted">
          Removes every object, event, mail and fault of the sandbox, and sets its clock to the real time. The app’s
          database is not touched.
        </p>
        <form method="post" action="/panel/reset">
          <Button kind="danger">Reset the sandbox</Button>
        </form>
      </Panel>
    </div>
  </>
);

const Clock: FC<{ world: World }> = ({ world }) => {
  const { frozenAt, next, pending, offsetSeconds } = clockState(world);
  const now = world.clocks.now();
  return (
    <section class="panel clock">
      <div class="panel-head">
        <h2>Clock</h2>
        <span class="muted">
          {frozenAt === null ? offsetInWords(offsetSeconds) : `Frozen · ${offsetInWords(offsetSeconds).toLowerCase()}`}
        </span>
      </div>
      <time datetime={new Date(now * 1000).toISOString()} data-ticking={frozenAt === null ? 'yes' : undefined}>
        <span class="day">{longDay(now)}</span>
        <span class="time">{utc(now).slice(11)} UTC</span>
      </time>
      <form method="post" action="/panel/clock" class="buttons">
        {Object.entries(MOVES).map(([key, { label }]) => (
          <Button key={key} kind="plain" name="move" value={key}>
            {label}
          </Button>
        ))}
      </form>
      <form method="post" action="/panel/clock" class="search">
        <input
          type="datetime-local"
          name="to"
          aria-label="Move to (UTC)"
          min={utc(now).slice(0, 16).replace(' ', 'T')}
          required
        />
        <Button kind="plain">Move to</Button>
      </form>
      <form method="post" action="/panel/clock" class="buttons">
        {frozenAt === null ? (
          <Button kind="quiet" small name="move" value="freeze">
            Freeze
          </Button>
        ) : (
          <Button kind="quiet" small name="move" value="run">
            Let it run
          </Button>
        )}
        <Button kind="quiet" small name="move" value="real">
          Back to real time
        </Button>
      </form>
      <p class="hint">
        {next === null
          ? 'Nothing is planned yet: renewals and trial ends appear here once somebody subscribes.'
          : `${count(pending, 'thing')} planned. Next: ${plainName(next.kind)}, ${utc(next.at)} UTC.`}
      </p>
    </section>
  );
};

const Latest: FC<{ world: World }> = ({ world }) => {
  const events = world.deliveries.emitted().slice(0, 6);
  const [mail] = mailbox(world).newestFirst();
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>Latest events</h2>
        {events.length === 0 ? null : <a href="/events">All events</a>}
      </div>
      {events.length === 0 ? (
        <p class="empty">No events yet. Buy something in the app: they appear here as the webhooks go out.</p>
      ) : (
        <ul class="rows">
          {events.map((event) => (
            <EventRow key={event.id} world={world} event={event} />
          ))}
        </ul>
      )}
      {mail === undefined ? null : (
        <p class="hint">
          Latest mail: <a href={`/mail/${mail.id}`}>{mail.subject}</a>, to {mail.to.join(', ')}, {ago(mail.receivedAt)}
        </p>
      )}
    </section>
  );
};

const Addresses: FC<{ world: World }> = ({ world }) => {
  const { url, smtpPort, appUrl } = world.config;
  const lines = [
    ['Stripe API', `${url}/v1`],
    ['Dodo API', `${url}/dodo`],
    ['SMTP', `127.0.0.1:${smtpPort}`],
    ['GitHub sign-in', `${url}/oauth/github`],
    ['Google issuer', `${url}/oauth/google`],
    ['App', appUrl],
  ] as const;
  return (
    <Panel title="Addresses">
      {lines.map(([label, address]) => (
        <Line key={label} label={label}>
          <code>{address}</code>
        </Line>
      ))}
    </Panel>
  );
};
