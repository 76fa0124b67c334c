import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { mailboxApi } from '../mail/api';
import { mailboxPages } from '../mail/pages';
import { githubRoutes } from '../oauth/github';
import { googleRoutes } from '../oauth/google';
import { welcomePeople } from '../oauth/people';
import { panelPages } from '../panel/pages';
import { apiFaults } from './api-faults';
import { assets } from './assets';
import { controlApi } from './control';
import { localOnly } from './local-only';
import { pageHeaders } from './page-headers';
import type { ProviderModule } from './providers';
import { logRequests } from './request-logging';
import { inRequest } from './request-scope';
import type { World } from './world';

/** What the sandbox's middleware finds in a request's context. */
export interface SandboxEnv {
  Bindings: Partial<HttpBindings>;
  Variables: { fault?: string };
}

/** The sandbox's HTTP app. */
export function createApp(world: World, providers: ProviderModule[]): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>();
  welcomePeople(world);

  // A request's changes are on disk before its response is sent; its webhooks are sent after the response.
  app.use((c, next) =>
    inRequest(async (answered) => {
      c.env?.outgoing?.once('close', answered);
      try {
        await next();
      } finally {
        world.store.flush();
        if (!c.env?.outgoing || c.get('fault')?.startsWith('timeout')) answered();
      }
    }),
  );
  app.use(pageHeaders);
  app.use(localOnly(world.config));
  for (const [path, provider] of [
    ['/v1/*', 'stripe'],
    ['/dodo/*', 'dodo'],
  ] as const) {
    app.use(path, logRequests(world.log, provider));
    app.use(path, apiFaults(world.faults, provider));
  }

  app.route('/', assets());
  app.route('/', controlApi(world));
  app.route('/', mailboxApi(world));
  app.route('/', mailboxPages(world));
  app.route('/', githubRoutes(world));
  app.route('/', googleRoutes(world));
  for (const provider of providers) for (const routes of provider(world)) app.route('/', routes);
  app.route('/', panelPages(world));

  app.notFound((c) => c.json({ error: { message: `There is no route ${c.req.method} ${c.req.path}.` } }, 404));
  app.onError((error, c) => {
    console.error(
      JSON.stringify({ level: 'error', method: c.req.method, path: c.req.path, error: error.stack ?? String(error) }),
    );
    return c.json({ error: { message: error.message } }, 500);
  });
  return app;
}
