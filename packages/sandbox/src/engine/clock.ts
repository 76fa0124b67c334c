import { inNoRequest } from './request-scope';
import { Schedule, type ScheduledAction } from './schedule';
import type { Store, Table } from './store';

export type { ScheduledAction } from './schedule';

/** Result of an advance. `app` says whether the app accepted the new time; null for a provider's own test clock. */
export interface Advanced {
  ran: { at: number; kind: string; key: string }[];
  app: { ok: boolean; error?: string } | null;
}

/** Business time. All times are unix seconds, UTC, unless their name says otherwise. */
export interface Clocks {
  /**
   * Time of 'main' or of a test clock; during an advance, the time of the current action. Throws for an unknown clock.
   */
  now(clock?: string): number;
  nowMs(clock?: string): number;
  iso(clock?: string): string;
  /** Schedules an action and replaces one with the same key. Survives a restart. */
  schedule(action: { at: number; kind: string; key: string; data: unknown; clock?: string }): void;
  cancel(key: string): void;
  pending(clock?: string): ScheduledAction[];
  on(kind: string, run: (data: never, at: number) => void | Promise<void>): void;
  /**
   * Runs everything due up to `to` in time order, including actions scheduled meanwhile. Throws when `to` is in the
   * past.
   */
  advance(to: number, clock?: string): Promise<Advanced>;
  addClock(id: string, frozenAt: number): void;
  removeClock(id: string): void;
  /** Freezes the main clock at its current time, or lets it continue from there. Notifies the app. */
  freeze(on: boolean): Promise<Advanced['app']>;
  /** Sets the main clock to the real time. Undoes nothing. Notifies the app. */
  backToRealTime(): Promise<Advanced['app']>;
  /** Notifies the app, after everything was emptied or restored. */
  announce(): Promise<Advanced['app']>;
  /** Seconds between the main clock and the real time. */
  offset(): number;
  frozenAt(): number | null;
  /** Starts (or, with null, stops) running due actions of the main clock automatically. */
  tick(onError: ((error: unknown, action: ScheduledAction) => void) | null): void;
}

interface ClockRow {
  id: string;
  offset: number;
  frozenAt: number | null;
}

/** Hooks of the clock: how to notify the app, and what must settle between two points in time. */
export interface ClockSurroundings {
  tellApp(state: { offsetSeconds: number; frozenAt: string | null }): Promise<{ ok: boolean; error?: string }>;
  settle(): Promise<void>;
}

const MAIN = 'main';
/** While advancing, the app follows (clock, then its webhooks) each time this much business time has passed. */
const STEP_SECONDS = 3600;
/** Maximum delay of a ticker: setTimeout is limited to 2^31 ms. */
const LONGEST_WAIT_MS = 60_000;

export function createClocks(store: Store, around: ClockSurroundings): Clocks & { forget(): void } {
  const rows: Table<ClockRow> = store.table('clocks');
  const schedule = new Schedule(store);
  const handlers = new Map<string, (data: never, at: number) => void | Promise<void>>();
  const acting = new Map<string, number>();
  const turns = new Map<string, Promise<unknown>>();
  let timer: NodeJS.Timeout | undefined;
  let failed: ((error: unknown, action: ScheduledAction) => void) | null = null;

  const row = (id: string): ClockRow => {
    const found = rows.get(id) ?? (id === MAIN ? rows.put(MAIN, { id: MAIN, offset: 0, frozenAt: null }) : undefined);
    if (!found) throw new Error(`There is no clock ${id}.`);
    return found;
  };
  const still = (id: string): number => {
    const { offset, frozenAt } = row(id);
    return (frozenAt ?? Date.now() / 1000 + offset) * 1000;
  };
  const nowMs = (id = MAIN): number => {
    const at = acting.get(id);
    return at === undefined ? Math.floor(still(id)) : at * 1000;
  };
  const now = (id = MAIN): number => Math.floor(nowMs(id) / 1000);

  const offset = (): number => {
    const { offset: running, frozenAt } = row(MAIN);
    return frozenAt === null ? running : Math.round(frozenAt - Date.now() / 1000);
  };

  const moveTo = (id: string, to: number): void => {
    const clock = row(id);
    if (clock.frozenAt === null) clock.offset = Math.max(clock.offset, Math.ceil(to - Date.now() / 1000));
    else clock.frozenAt = Math.max(clock.frozenAt, to);
    rows.put(id, clock);
  };
  const appState = () => {
    const { frozenAt } = row(MAIN);
    return { offsetSeconds: offset(), frozenAt: frozenAt === null ? null : new Date(frozenAt * 1000).toISOString() };
  };
  const tellApp = (): Promise<{ ok: boolean; error?: string }> => {
    store.flush();
    return around.tellApp(appState());
  };

  const runAction = async (action: ScheduledAction, at: number): Promise<void> => {
    const run = handlers.get(action.kind);
    if (!run) throw new Error(`There is no handler for scheduled actions of kind ${action.kind}.`);
    schedule.remove(action.key);
    // Each kind's handler and its schedule() calls use the same type; the clock passes the data through.
    await run(action.data as never, at);
  };

  const advanceNow = async (to: number, id: string): Promise<Advanced> => {
    if (to < now(id)) throw new RangeError('A clock only moves forward.');
    const ran: Advanced['ran'] = [];
    let app: Advanced['app'] = null;
    let told = now(id);
    try {
      for (let next = schedule.first(id); next && next.at <= to; next = schedule.first(id)) {
        const at = Math.max(next.at, acting.get(id) ?? 0);
        if (id === MAIN && at - told >= STEP_SECONDS) {
          // The app receives the webhooks so far while its clock still shows that time.
          if (app?.ok !== false) await around.settle();
          acting.set(id, at);
          moveTo(id, at);
          if (app?.ok !== false) app = await tellApp();
          told = at;
          continue;
        }
        acting.set(id, at);
        await runAction(next, at);
        ran.push({ at, kind: next.kind, key: next.key });
        if (ran.length % 200 === 0) {
          moveTo(id, at);
          store.flush();
        }
      }
    } finally {
      const reached = acting.get(id);
      if (id === MAIN && ran.length > 0 && app?.ok !== false) await around.settle();
      acting.delete(id);
      if (reached !== undefined && rows.get(id)) moveTo(id, reached);
    }
    if (rows.get(id)) moveTo(id, to);
    store.flush();
    if (id === MAIN) app = await tellApp();
    return { ran, app };
  };

  /** One advance per clock at a time: two would run each other's actions at the wrong time. */
  const inTurn = <T>(id: string, work: () => Promise<T>): Promise<T> => {
    const turn = (turns.get(id) ?? Promise.resolve()).then(() => inNoRequest(work));
    turns.set(id, turn.catch(() => undefined).finally(arm));
    return turn;
  };

  const runDue = async (): Promise<void> => {
    for (let next = schedule.first(MAIN); next && next.at <= now(); next = schedule.first(MAIN)) {
      const at = Math.max(next.at, acting.get(MAIN) ?? 0);
      acting.set(MAIN, at);
      try {
        await runAction(next, at);
      } catch (error) {
        schedule.remove(next.key);
        failed?.(error, next);
      } finally {
        acting.delete(MAIN);
      }
    }
    store.flush();
  };

  function arm(): void {
    clearTimeout(timer);
    timer = undefined;
    const next = failed ? schedule.first(MAIN) : undefined;
    if (!next || row(MAIN).frozenAt !== null) return;
    const wait = Math.min(Math.max(0, next.at * 1000 - still(MAIN)), LONGEST_WAIT_MS);
    timer = setTimeout(() => void inTurn(MAIN, runDue), wait);
    timer.unref();
  }

  return {
    now,
    nowMs,
    iso: (id) => new Date(nowMs(id)).toISOString(),
    schedule({ at, kind, key, data, clock = MAIN }) {
      schedule.add({ at: Math.ceil(at), kind, key, data, clock });
      if (clock === MAIN && !acting.has(MAIN)) arm();
    },
    cancel: (key) => schedule.remove(key),
    pending: (id = MAIN) => schedule.pending(id),
    on: (kind, run) => void handlers.set(kind, run),
    advance: (to, id = MAIN) => inTurn(id, () => advanceNow(to, id)),
    addClock: (id, frozenAt) => void rows.put(id, { id, offset: 0, frozenAt }),
    removeClock(id) {
      schedule.removeClock(id);
      rows.remove(id);
    },
    freeze(on) {
      const clock = row(MAIN);
      const at = Math.floor(still(MAIN) / 1000);
      if (on && clock.frozenAt === null) rows.put(MAIN, { ...clock, frozenAt: at });
      if (!on && clock.frozenAt !== null) {
        rows.put(MAIN, { id: MAIN, frozenAt: null, offset: Math.ceil(clock.frozenAt - Date.now() / 1000) });
      }
      arm();
      return tellApp();
    },
    backToRealTime() {
      rows.put(MAIN, { id: MAIN, offset: 0, frozenAt: null });
      arm();
      return tellApp();
    },
    announce: tellApp,
    offset,
    frozenAt: () => row(MAIN).frozenAt,
    tick(onError) {
      failed = onError;
      arm();
    },
    forget() {
      schedule.reload();
      acting.clear();
      arm();
    },
  };
}
