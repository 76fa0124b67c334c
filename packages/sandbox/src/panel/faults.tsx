/** @jsxImportSource hono/jsx */
import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { API_FAULTS, DELIVERY_FAULTS, type Fault } from '../engine/faults';
import { Badge, Button, Field, Panel } from '../engine/page';
import type { World } from '../engine/world';
import type { Flashes } from './flash';
import { show } from './frame';

const MEANING: Record<Fault['kind'], string> = {
  slow: 'Answers late',
  '401': 'The key is not accepted',
  '403': 'The key may not do this',
  '409': 'Conflict, nothing done',
  '429': 'Rate limit exceeded',
  '500': 'Internal error, nothing done',
  '503': 'Not available, nothing done',
  timeout_before: 'Connection cut before anything was done',
  timeout_after_effect: 'Done, and then the connection is cut',
  '409_after_effect': 'Done, and then answered as a conflict',
  '500_after_effect': 'Done, and then answered as an internal error',
  duplicate: 'Every webhook comes twice',
  shuffle: 'Webhooks come in another order',
  delay: 'Webhooks come late',
  drop: 'Webhooks never come',
  wrong_signature: 'Webhooks signed with a wrong secret',
  endpoint_down: 'The endpoint seems to be down',
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
        <Panel title="Ordered">
          {faults.list().length === 0 ? (
            <p class="empty">None: both providers behave.</p>
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
      if (!kind) throw new RangeError('Choose what should go wrong.');
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
          {Math.round(fault.probability * 100)} %
          {fault.times === null ? '' : ` · ${fault.times === 1 ? 'once' : `${fault.times} times`} at most`}
          {fault.match === null ? '' : ` · only ${fault.match}`}
          {' · '}
          <Badge tone={fault.struck > 0 ? 'warn' : 'neutral'}>struck {fault.struck}×</Badge>
        </span>
      </span>
      <Button kind="quiet" small>
        Remove
      </Button>
    </form>
  </li>
);

const Order: FC = () => (
  <Panel title="Order one">
    <form method="post" action="/faults" class="stack">
      <div class="inline-form">
        <label class="field">
          <span class="label">What goes wrong</span>
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
        <Field label="How often, in %" name="percent" type="number" value="100" />
      </div>
      <details>
        <summary>More</summary>
        <div class="inline-form more">
          <Field label="At most, times" name="times" type="number" placeholder="without end" />
          <Field
            label="Only"
            name="match"
            placeholder="POST /v1/refunds"
            hint="Regular expression on method and path, or on the event type"
          />
          <Field label="Seconds" name="seconds" type="number" value="2" hint="For late answers and late webhooks" />
          <Field
            label="For, seconds"
            name="for"
            type="number"
            placeholder="until removed"
            hint="By the sandbox's clock"
          />
          <Field label="Seed" name="seed" type="number" value="1" hint="The same seed strikes the same requests" />
          <label class="check">
            <input type="checkbox" name="hang" value="yes" />
            Stay silent instead of cutting the connection
          </label>
        </div>
      </details>
      <div class="buttons">
        <Button>Order it</Button>
      </div>
    </form>
  </Panel>
);
