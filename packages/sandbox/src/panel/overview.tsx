/** @jsxImportSource hono/jsx */
import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { Button, ButtonLink, Line, Panel } from '../engine/page';
import type { World } from '../engine/world';
import { mailbox } from '../mail/mailbox';
import { Clock, clockRoutes } from './clock';
import { EventRow } from './events';
import type { Flashes } from './flash';
import { ago } from './format';
import { show } from './frame';
import { StoryList } from './stories';

/** `/`: the clock, the scenarios, and recent activity. */
export function overviewPages(world: World, flashes: Flashes): Hono {
  const app = new Hono();
  app.get('/', (c) => show(c, world, flashes, '/', 'Overview', <Overview world={world} />));

  app.route('/', clockRoutes(world, flashes));
  app.post('/panel/reset', async (c) => {
    await world.reset();
    return c.redirect(flashes.to('/', { tone: 'good', message: 'The sandbox was reset.' }), 303);
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

const Overview: FC<{ world: World }> = ({ world }) => (
  <>
    <div class="title-row">
      <div>
        <h1>Local sandbox</h1>
        <p class="muted">
          Stripe, Dodo Payments, email, and sign-in, simulated by one process. No real money moves, and nothing leaves
          your machine.
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
          Removes every object, event, email, and fault of the sandbox and sets its clock to the real time. The app’s
          database is not touched.
        </p>
        <form method="post" action="/panel/reset">
          <Button kind="danger">Reset the sandbox</Button>
        </form>
      </Panel>
    </div>
  </>
);

const Latest: FC<{ world: World }> = ({ world }) => {
  const events = world.deliveries.emitted().slice(0, 6);
  const [mail] = mailbox(world).newestFirst();
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{events.length === 0 ? 'Getting started' : 'Latest events'}</h2>
        {events.length === 0 ? null : <a href="/events">All events</a>}
      </div>
      {events.length === 0 ? (
        <Begin world={world} />
      ) : (
        <ul class="rows">
          {events.map((event) => (
            <EventRow key={event.id} world={world} event={event} />
          ))}
        </ul>
      )}
      {mail === undefined ? null : (
        <p class="hint">
          Latest email: <a href={`/mail/${mail.id}`}>{mail.subject}</a>, to {mail.to.join(', ')}, {ago(mail.receivedAt)}
        </p>
      )}
    </section>
  );
};

/** Shown while the sandbox is empty: how to get started. */
const Begin: FC<{ world: World }> = ({ world }) => (
  <ol class="begin">
    <li>
      <a href={world.config.appUrl}>Open the app</a> and sign in; the mail with the link is in the{' '}
      <a href="/mail">mailbox</a>.
    </li>
    <li>
      Buy a plan. The card <code>4242 4242 4242 4242</code> works, and the form lists others that do not.
    </li>
    <li>Come back and move the clock by a month: the renewal happens, its webhook goes out, the app follows.</li>
    <li>
      Add some <a href="/faults">faults</a> and check that the app stays correct.
    </li>
  </ol>
);

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
