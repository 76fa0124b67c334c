import type { Config } from '../config';
import { dodoWebhookKey, stripeWebhookSecret } from '../config';
import { tellApp } from './app-clock';
import { type Clocks, createClocks } from './clock';
import { createDeliveries, type Deliveries } from './deliveries';
import { createFaults, type Faults, type Provider } from './faults';
import { RequestLog } from './request-log';
import { openStore, type Snapshot, type Store } from './store';

/** A one-click scenario on the control page, such as "the next renewal fails". */
export interface Story {
  provider: Provider;
  title: string;
  /** One sentence: what will happen, and to which object. */
  description: string;
  /**
   * Runs it and returns a sentence about the result, and a page to open if there is one. Throws an error with a
   * readable message when it can't run.
   */
  run(): StoryResult | Promise<StoryResult>;
}

export type StoryResult = string | { message: string; href?: string };

/**
 * Everything the two providers share. A provider is `createStripe(world): Hono` and `stripePages(world): Hono` (same
 * for Dodo), both with absolute paths (`/v1/…`, `/pay/stripe/…`, `/_sandbox/stripe/…`), mounted at the root by
 * `src/engine/app.ts`, which also logs, injects faults and flushes. Providers do none of these.
 */
export interface World {
  config: Config;
  store: Store;
  clocks: Clocks;
  deliveries: Deliveries;
  faults: Faults;
  log: RequestLog;
  stories: Story[];
  /** Called after everything was emptied, to restore the default data. */
  onReset(restore: () => void): void;
  /** Keeps everything as it is now under a name, until the sandbox stops. Deliveries under way finish first. */
  snapshot(name: string): Promise<void>;
  /**
   * Resets to a snapshot, or to an empty world with the default endpoints and real time; no faults. Resolves when the app
   * knows the time. Throws a RangeError for an unknown snapshot.
   */
  reset(snapshot?: string): Promise<void>;
  /** Lets work in progress finish (webhooks: a second at most), stops timers, and writes the remaining changes. */
  close(): Promise<void>;
}

/**
 * How long an advance waits for the webhooks of one point in time: an unresponsive endpoint must not block the clock.
 */
const SETTLE_MS = 3000;
const CLOSE_MS = 1000;

export function createWorld(config: Config): World {
  const store = openStore(config.dataDir);
  const faults = createFaults(store, () => clocks.now());
  const restores: (() => void)[] = [];
  const snapshots = new Map<string, Snapshot>();
  const clocks = createClocks(store, {
    tellApp: (state) => tellApp(config, state),
    settle: () => within(SETTLE_MS, deliveries.idle()),
  });
  const deliveries: Deliveries = createDeliveries(store, clocks, faults);
  const log = new RequestLog();

  /** The app's own endpoints. They follow the app's current URL; a deleted one isn't created again. */
  const putDefaultEndpoints = (): void => {
    const { appUrl, secret } = config;
    const fresh = deliveries.endpoints.size === 0;
    const put = (id: string, provider: Provider, key: string): void => {
      const known = deliveries.endpoints.get(id);
      if (known === undefined && !fresh) return;
      const here = { id, provider, url: `${appUrl}/api/webhooks/${provider}`, secrets: [key] };
      deliveries.endpoints.put(id, { enabled: true, types: '*', ...known, ...here });
    };
    put('we_sandbox_default', 'stripe', stripeWebhookSecret(secret));
    put('ep_sandbox_default', 'dodo', dodoWebhookKey(secret));
  };
  putDefaultEndpoints();
  const isMoved = () => clocks.offset() !== 0 || clocks.frozenAt() !== null;

  return {
    config,
    store,
    clocks,
    deliveries,
    faults,
    log,
    stories: [],
    onReset: (restore) => void restores.push(restore),
    async snapshot(name) {
      await deliveries.idle();
      snapshots.set(name, store.snapshot());
    },
    async reset(name) {
      const snapshot = name === undefined ? null : snapshots.get(name);
      if (snapshot === undefined) throw new RangeError(`There is no snapshot ${name}.`);
      const movedBefore = isMoved();
      if (snapshot === null) store.reset();
      else store.restore(snapshot);
      clocks.forget();
      deliveries.forget();
      faults.clear();
      log.clear();
      putDefaultEndpoints();
      for (const restore of restores) restore();
      deliveries.resume();
      store.flush();
      if (movedBefore || isMoved()) await clocks.announce();
    },
    async close() {
      clocks.tick(null);
      await within(CLOSE_MS, deliveries.halt());
      deliveries.forget();
      store.close();
    },
  };
}

/** Resolves when the work is done or the time is up. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((done) => {
    timer = setTimeout(done, ms);
  });
  await Promise.race([work, enough]);
  clearTimeout(timer);
}
