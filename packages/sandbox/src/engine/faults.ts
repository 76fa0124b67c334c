import { id, seeded } from './random';
import type { Store, Table } from './store';

/** Faults of a provider's API. */
export const API_FAULTS = [
  'slow',
  '401',
  '403',
  '409',
  '429',
  '500',
  '503',
  'timeout_before',
  'timeout_after_effect',
  '409_after_effect',
  '500_after_effect',
] as const;
/** Faults of a provider's webhooks. */
export const DELIVERY_FAULTS = ['duplicate', 'shuffle', 'delay', 'drop', 'wrong_signature', 'endpoint_down'] as const;

export type ApiFault = (typeof API_FAULTS)[number];
export type DeliveryFault = (typeof DELIVERY_FAULTS)[number];
export type Provider = 'stripe' | 'dodo';

/** An injected fault. */
export interface Fault {
  id: string;
  provider: Provider | 'all';
  kind: ApiFault | DeliveryFault;
  /** 0 to 1, decided per request or delivery by a generator with this `seed`. */
  probability: number;
  seed: number;
  /** How often it may occur; null: no limit. */
  times: number | null;
  /** Regular expression for "METHOD /path", or for the event type of webhooks; null: everything. */
  match: string | null;
  /** Delay of `slow` and `delay`, in seconds. */
  seconds: number;
  /** For timeouts: don't respond while the fault lasts, instead of closing the connection. */
  hang: boolean;
  /** Expiry in unix seconds of the main clock; null: it stays until it is removed. */
  until: number | null;
  /** Sent as `Retry-After` with 429 and 503, in seconds; null: the provider's default. */
  retryAfter: number | null;
  /** How often it was checked, and how often it occurred. */
  asked: number;
  struck: number;
}

export interface Faults {
  list(): Fault[];
  /** Adds a fault. Throws a RangeError for an unknown kind or a probability outside 0 to 1. */
  add(wanted: Partial<Fault> & Pick<Fault, 'kind'>): Fault;
  remove(id: string): boolean;
  clear(): void;
  /** Calls `end` once the fault is removed. Returns a function that takes this back. */
  whenRemoved(id: string, end: () => void): () => void;
  /** The fault of one of these kinds that occurs now, if any. `what` is matched against `match`. */
  strike(
    provider: Provider,
    kinds: readonly Fault['kind'][],
    what: string,
  ): { fault: Fault; random: () => number } | undefined;
}

export function createFaults(store: Store, now: () => number): Faults {
  const table: Table<Fault> = store.table('faults');
  const generators = new Map<string, () => number>();
  /** What ends with each fault. */
  const endings = new Map<string, Set<() => void>>();

  const finish = (faultId: string): void => {
    for (const end of endings.get(faultId) ?? []) end();
    endings.delete(faultId);
  };

  const generatorOf = (fault: Fault): (() => number) => {
    const known = generators.get(fault.id);
    if (known) return known;
    const fresh = seeded(fault.seed);
    // After a restart the sequence continues at the same position.
    for (let i = 0; i < fault.asked; i += 1) fresh();
    generators.set(fault.id, fresh);
    return fresh;
  };

  const faults: Faults = {
    list: () => [...table.oldestFirst()],
    add(wanted) {
      if (![...API_FAULTS, ...DELIVERY_FAULTS].includes(wanted.kind))
        throw new RangeError(`Unknown fault "${wanted.kind}".`);
      const probability = wanted.probability ?? 1;
      if (!(probability >= 0 && probability <= 1)) throw new RangeError('The probability must be between 0 and 1.');
      const match = wanted.match === undefined || wanted.match === '' ? null : wanted.match;
      if (match !== null) new RegExp(match);
      const fault: Fault = {
        id: id('fault_', 12),
        provider: wanted.provider ?? 'all',
        kind: wanted.kind,
        probability,
        seed: wanted.seed ?? 1,
        times: wanted.times ?? null,
        match,
        seconds: wanted.seconds ?? 2,
        hang: wanted.hang ?? false,
        until: wanted.until ?? null,
        retryAfter: wanted.retryAfter ?? null,
        asked: 0,
        struck: 0,
      };
      return table.put(fault.id, fault);
    },
    remove(faultId) {
      finish(faultId);
      return table.remove(faultId);
    },
    clear() {
      for (const faultId of [...endings.keys()]) finish(faultId);
      table.clear();
      generators.clear();
    },
    whenRemoved(faultId, end) {
      const own = endings.get(faultId) ?? new Set();
      endings.set(faultId, own.add(end));
      return () => void own.delete(end);
    },
    strike(provider, kinds, what) {
      if (table.size === 0) return undefined;
      for (const fault of table.oldestFirst()) {
        if (!kinds.includes(fault.kind) || (fault.provider !== 'all' && fault.provider !== provider)) continue;
        if (fault.times !== null && fault.struck >= fault.times) continue;
        if (fault.until !== null && fault.until <= now()) continue;
        if (fault.match !== null && !new RegExp(fault.match).test(what)) continue;
        const random = generatorOf(fault);
        fault.asked += 1;
        const strikes = random() < fault.probability;
        if (strikes) fault.struck += 1;
        table.put(fault.id, fault);
        if (strikes) return { fault, random };
      }
      return undefined;
    },
  };
  return faults;
}
