import { Hono } from 'hono';
import type { World } from '../engine/world';
import { endpointPages } from './endpoints';
import { eventPages } from './events';
import { faultPages } from './faults';
import { Flashes } from './flash';
import { objectPages } from './objects';
import { overviewPages } from './overview';
import { requestPages } from './requests';

/** The control page and what belongs to it. Forms are plain posts answered with 303; nothing needs JavaScript. */
export function panelPages(world: World): Hono {
  const flashes = new Flashes();
  const app = new Hono();
  for (const pages of [overviewPages, objectPages, eventPages, endpointPages, faultPages, requestPages]) {
    app.route('/', pages(world, flashes));
  }
  return app;
}
