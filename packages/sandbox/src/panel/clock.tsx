/** @jsxImportSource hono/jsx */
import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { clockState, moveClock } from '../engine/clock-control';
import { Button } from '../engine/page';
import type { World } from '../engine/world';
import type { Flash, Flashes } from './flash';
import { count, longDay, offsetInWords, plainName, span, utc } from './format';

const MOVES: Record<string, { label: string; requested: Record<string, unknown> }> = {
  hour: { label: '+1 hour', requested: { advanceSeconds: 3600 } },
  day: { label: '+1 day', requested: { advanceDays: 1 } },
  week: { label: '+1 week', requested: { advanceDays: 7 } },
  month: { label: '+1 month', requested: { advanceMonths: 1 } },
  year: { label: '+1 year', requested: { advanceMonths: 12 } },
};
/** Moves that depend on scheduled actions. */
function requestOf(world: World, move: string, to: string): Record<string, unknown> {
  const next = world.clocks.pending()[0];
  if (move === 'next' && next) return { to: new Date(Math.max(next.at, world.clocks.now()) * 1000).toISOString() };
  return MOVES[move]?.requested ?? STANDING[move] ?? { to: `${to}:00Z` };
}

const STANDING: Record<string, Record<string, unknown>> = {
  freeze: { freeze: true },
  run: { freeze: false },
  real: { real: true },
};

/** The buttons below the clock. */
export function clockRoutes(world: World, flashes: Flashes): Hono {
  const app = new Hono();
  app.post('/panel/clock', async (c) => {
    const form = await c.req.parseBody();
    const requested = requestOf(world, String(form.move), String(form.to ?? ''));
    return c.redirect(flashes.to('/', await moved(world, requested)), 303);
  });
  return app;
}

async function moved(world: World, requested: Record<string, unknown>): Promise<Flash> {
  const result = await moveClock(world, requested).catch((error: unknown) => ({
    error: `It stopped early: ${error instanceof Error ? error.message : String(error)}`,
  }));
  if ('error' in result) return { tone: 'bad', message: result.error };
  const ran = result.ran ?? [];
  const happened = ran.length === 0 ? 'Nothing was due.' : `${count(ran.length, 'action')} ran.`;
  const app = result.app?.ok === false ? ` The app did not accept the time: ${result.app.error}` : '';
  return {
    tone: app === '' ? 'good' : 'info',
    message: `It is now ${utc(Date.parse(result.now) / 1000)} UTC. ${'ran' in result ? happened : ''}${app}`,
    details: ran.slice(0, 500).map(({ at, kind, key }) => `${utc(at)}  ${plainName(kind)}  ${key}`),
  };
}

/** The main clock, its controls, and its scheduled actions. */
export const Clock: FC<{ world: World }> = ({ world }) => {
  const { frozenAt, offsetSeconds } = clockState(world);
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
      <form method="post" action="/panel/clock" class="steps">
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
        {world.clocks.pending().length === 0 ? null : (
          <Button kind="quiet" small name="move" value="next">
            To the next scheduled action
          </Button>
        )}
        {frozenAt === null ? (
          <Button kind="quiet" small name="move" value="freeze">
            Freeze
          </Button>
        ) : (
          <Button kind="quiet" small name="move" value="run">
            Unfreeze
          </Button>
        )}
        <Button kind="quiet" small name="move" value="real">
          Back to real time
        </Button>
      </form>
      <Planned world={world} />
    </section>
  );
};

const Planned: FC<{ world: World }> = ({ world }) => {
  const now = world.clocks.now();
  const pending = world.clocks.pending();
  if (pending.length === 0) {
    return (
      <p class="hint">Nothing is scheduled yet. Renewals and trial ends appear here once a customer subscribes.</p>
    );
  }
  return (
    <>
      <ul class="planned">
        {pending.slice(0, 4).map(({ key, at, kind }) => (
          <li key={key}>
            <span>{plainName(kind)}</span>
            <span>
              {utc(at).slice(0, 16)} · in {span(Math.max(0, at - now))}
            </span>
          </li>
        ))}
      </ul>
      {pending.length > 4 ? <p class="hint">and {count(pending.length - 4, 'thing')} later</p> : null}
    </>
  );
};
