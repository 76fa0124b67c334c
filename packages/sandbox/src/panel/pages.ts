import { Hono } from 'hono';
import type { World } from '../engine/world';
import { endpointPages } from './endpoints';
import { eventPages } from './events';
import { faultPages } from './faults';
import { Flashes } from './flash';
import { objectPages } from './objects';
import { overviewPages } from './overview';
import { requestPages } from './requests';

/** The control page. Forms are plain POSTs that redirect with 303; it works without JavaScript. */
export function panelPages(world: World): Hono {
  const flashes = new Flashes();
  const app = new Hono();
  for (const pages of [overviewPages, objectPages, eventPages, endpointPages, faultPages, requestPages]) {
    app.route('/', pages(world, flashes));
  }
  return app;
}
