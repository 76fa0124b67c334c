/** @jsxImportSource hono/jsx */
import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { API_FAULTS, DELIVERY_FAULTS, type Fault } from '../engine/faults';
import { Badge, Button, Field, Panel } from '../engine/page';
import type { World } from '../engine/world';
import type { Flashes } from './flash';
import { show } from './frame';

const MEANING: Record<Fault['kind'], string> = {
  slow: 'Slow responses',
  '401': 'Invalid API key',
  '403': 'Missing permission',
  '409': 'Conflict, without effect',
  '429': 'Rate limit exceeded',
  '500': 'Internal error, without effect',
  '503': 'Unavailable, without effect',
  timeout_before: 'Connection closed, without effect',
  timeout_after_effect: 'Connection closed after the effect',
  '409_after_effect': 'Conflict after the effect',
  '500_after_effect': 'Internal error after the effect',
  duplicate: 'Every webhook arrives twice',
  shuffle: 'Webhooks arrive out of order',
  delay: 'Webhooks arrive late',
  drop: 'Webhooks never arrive',
  wrong_signature: 'Webhooks signed with a wrong secret',
  endpoint_down: 'The endpoint is down',
};

/** `/faults`: fault injection. */
export function faultPages(world: World, flashes: Flashes): Hono {
  const { faults } = world;
  const app = new Hono();

  app.get('/faults', (c) =>
    show(
      c,
      world,
      flashes,
      '/faults',
      'Faults',
      <>
        <div class="title-row">
          <h1>Faults</h1>
          {faults.list().length === 0 ? null : (
            <form method="post" action="/faults/clear">
              <Button kind="plain" small>
                Remove all
              </Button>
            </form>
          )}
        </div>
        <Panel title="Active faults">
          {faults.list().length === 0 ? (
            <p class="empty">No faults: both providers work normally.</p>
          ) : (
            <ul class="rows">
              {faults.list().map((fault) => (
                <FaultRow key={fault.id} fault={fault} />
              ))}
            </ul>
          )}
        </Panel>
        <Order />
      </>,
    ),
  );

  app.post('/faults', async (c) => {
    const form = await c.req.parseBody();
    const text = (name: string): string => (typeof form[name] === 'string' ? form[name].trim() : '');
    const kind = [...API_FAULTS, ...DELIVERY_FAULTS].find((known) => known === text('kind'));
    const provider = (['stripe', 'dodo'] as const).find((known) => known === text('provider')) ?? 'all';
    try {
      if (!kind) throw new RangeError('Choose a fault.');
      faults.add({
        kind,
        provider,
        probability: Number(text('percent') || 100) / 100,
        times: text('times') === '' ? null : Number(text('times')),
        match: text('match'),
        seconds: Number(text('seconds') || 2),
        seed: Number(text('seed') || 1),
        until: text('for') === '' ? null : world.clocks.now() + Number(text('for')),
        hang: text('hang') === 'yes',
      });
    } catch (error) {
      return c.redirect(
        flashes.to('/faults', { tone: 'bad', message: error instanceof Error ? error.message : String(error) }),
        303,
      );
    }
    return c.redirect(
      flashes.to('/faults', { tone: 'info', message: `Ordered: ${MEANING[kind].toLowerCase()}.` }),
      303,
    );
  });
  app.post('/faults/clear', (c) => {
    faults.clear();
    return c.redirect('/faults', 303);
  });
  app.post('/faults/:id/remove', (c) => {
    faults.remove(c.req.param('id'));
    return c.redirect('/faults', 303);
  });
  return app;
}

const FaultRow: FC<{ fault: Fault }> = ({ fault }) => (
  <li>
    <form method="post" action={`/faults/${fault.id}/remove`} class="row">
      <span class="row-main">
        <strong>{MEANING[fault.kind]}</strong>
        <span class="hint">
          {{ stripe: 'Stripe', dodo: 'Dodo', all: 'Both providers' }[fault.provider]} ·{' '}
          {Math.round(fault.probability * 100)}%
          {fault.times === null ? '' : ` · ${fault.times === 1 ? 'once' : `up to ${fault.times} times`}`}
          {fault.match === null ? '' : ` · only ${fault.match}`}
          {' · '}
          <Badge tone={fault.struck > 0 ? 'warn' : 'neutral'}>triggered {fault.struck}×</Badge>
        </span>
      </span>
      <Button kind="quiet" small>
        Remove
      </Button>
    </form>
  </li>
);

const Order: FC = () => (
  <Panel title="Add a fault">
    <form method="post" action="/faults" class="stack">
      <div class="inline-form">
        <label class="field">
          <span class="label">Fault</span>
          <select name="kind">
            <optgroup label="The API">
              {API_FAULTS.map((kind) => (
                <option key={kind} value={kind}>
                  {MEANING[kind]}
                </option>
              ))}
            </optgroup>
            <optgroup label="Webhooks">
              {DELIVERY_FAULTS.map((kind) => (
                <option key={kind} value={kind}>
                  {MEANING[kind]}
                </option>
              ))}
            </optgroup>
          </select>
        </label>
        <label class="field">
          <span class="label">Where</span>
          <select name="provider">
            <option value="all">Both providers</option>
            <option value="stripe">Stripe</option>
            <option value="dodo">Dodo Payments</option>
          </select>
        </label>
        <Field label="Probability (%)" name="percent" type="number" value="100" />
      </div>
      <details>
        <summary>More</summary>
        <div class="inline-form more">
          <Field label="Maximum count" name="times" type="number" placeholder="no limit" />
          <Field
            label="Only"
            name="match"
            placeholder="POST /v1/refunds"
            hint="Regular expression for method and path, or for the event type"
          />
          <Field label="Seconds" name="seconds" type="number" value="2" hint="For slow responses and late webhooks" />
          <Field
            label="Duration in seconds"
            name="for"
            type="number"
            placeholder="until removed"
            hint="By the sandbox's clock"
          />
          <Field label="Seed" name="seed" type="number" value="1" hint="The same seed affects the same requests" />
          <label class="check">
            <input type="checkbox" name="hang" value="yes" />
            Never respond instead of closing the connection
          </label>
        </div>
      </details>
      <div class="buttons">
        <Button>Add fault</Button>
      </div>
    </form>
  </Panel>
);
