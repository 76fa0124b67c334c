import { createHmac } from 'node:crypto';
import { Hono } from 'hono';
import type { ProviderModule } from '../src/engine/providers';
import type { World } from '../src/engine/world';

export interface Letter {
  id: string;
  text: string;
  createdAt: number;
}

/**
 * A minimal provider in place of Stripe: letters, and reminders of them. With it the engine can be tested without the
 * real providers.
 */
export const letters: ProviderModule = (world: World) => {
  const table = world.store.table<Letter>('stripe.letters', { text: (letter) => letter.text });
  const events = world.store.table<{ id: string; letter: string; type: string }>('stripe.letter-events');
  let eventCount = events.size;

  const emit = (type: string, letter: Letter): void => {
    eventCount += 1;
    const eventId = `evt_${eventCount}`;
    events.put(eventId, { id: eventId, letter: letter.id, type });
    world.deliveries.emit('stripe', eventId, type);
  };
  const write = (text: string): Letter => {
    const letter = table.put(`letter_${table.size + 1}`, {
      id: `letter_${table.size + 1}`,
      text,
      createdAt: world.clocks.now(),
    });
    emit('letter.created', letter);
    return letter;
  };

  world.onReset(() => {
    eventCount = 0;
  });
  world.deliveries.registerProvider({
    provider: 'stripe',
    retryAfterSeconds: [3600, 7200],
    timeoutMs: 2000,
    render(eventId, endpoint, attemptUnix) {
      const event = events.get(eventId);
      const letter = table.get(event?.letter ?? '');
      if (!event || !letter) throw new Error(`No event ${eventId}.`);
      const body = JSON.stringify({ id: eventId, type: event.type, letter, attemptUnix });
      const signature = createHmac('sha256', endpoint.secrets[0] ?? '')
        .update(`${attemptUnix}.${body}`)
        .digest('hex');
      return {
        type: event.type,
        body,
        headers: { 'content-type': 'application/json', 'letter-signature': `t=${attemptUnix},v1=${signature}` },
      };
    },
  });
  world.clocks.on('letter.write', ({ text, again }: { text: string; again?: number }, at) => {
    write(text);
    if (again)
      world.clocks.schedule({
        at: at + again,
        kind: 'letter.write',
        key: `again_${text}`,
        data: { text: `${text} again` },
      });
  });
  world.stories.push({
    provider: 'stripe',
    title: 'A letter comes',
    description: 'A letter is written.',
    run: () => `It says: ${write('hello').text}`,
  });

  const app = new Hono();
  app.post('/v1/letters', async (c) => {
    const { text, edit, ring } = await c.req.json<{ text: string; edit?: string; ring?: string }>();
    const known = edit ? table.get(edit) : undefined;
    if (known) return c.json(table.put(known.id, { ...known, text }));
    const letter = write(text);
    // Long after the event was emitted, but before the response.
    for (let i = 0; ring && i < 3; i += 1) await fetch(ring);
    return c.json(letter, 201);
  });
  app.post('/v1/plans', async (c) => {
    for (const plan of await c.req.json<{ at: number; text: string; again?: number }[]>()) {
      world.clocks.schedule({ at: plan.at, kind: 'letter.write', key: `write_${plan.text}`, data: plan });
    }
    return c.json({ ok: true });
  });
  app.get('/v1/letters', (c) => c.json([...table.oldestFirst()]));
  app.all('/v1/*', (c) =>
    c.json({ error: { type: 'invalid_request_error', message: 'Unrecognized request URL' } }, 404),
  );
  return [app];
};
