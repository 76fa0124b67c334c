import type { Stripe } from 'stripe';
import { type Ids, KINDS, type Kind } from './business';

export interface Latency {
  /** Milliseconds. */
  median: number;
  p95: number;
  calls: number;
}

const WARM_UP = 300;
const CALLS = 1500;

/** Sequential retrieves, spread evenly over object types and ages. */
export function timeRetrieves(stripe: Stripe, ids: Ids): Promise<Latency> {
  return time((i) => {
    const kind = kindAt(i);
    return stripe[kind].retrieve(idAt(ids[kind], i * 7919));
  });
}

/** First pages of ten objects, alternating between types. */
export function timeLists(stripe: Stripe): Promise<Latency> {
  return time((i) => stripe[kindAt(i)].list({ limit: 10 }));
}

/** Pages of ten objects after a cursor in the middle of the list. */
export function timeDeepLists(stripe: Stripe, ids: Ids): Promise<Latency> {
  return time((i) => {
    const kind = kindAt(i);
    return stripe[kind].list({ limit: 10, starting_after: idAt(ids[kind], Math.floor(ids[kind].length / 2)) });
  });
}

/** The subscriptions, invoices and payments of one customer. */
export function timeListsOfCustomer(stripe: Stripe, ids: Ids): Promise<Latency> {
  const kinds = ['subscriptions', 'invoices', 'paymentIntents', 'charges'] as const;
  return time((i) => {
    const customer = idAt(ids.customers, i * 7919);
    return stripe[kinds[i % kinds.length] ?? 'charges'].list({ limit: 10, customer });
  });
}

const kindAt = (i: number): Kind => KINDS[i % KINDS.length] ?? 'charges';

function idAt(ids: string[], i: number): string {
  const id = ids[i % ids.length];
  if (id === undefined) throw new Error('An object type to measure has no objects.');
  return id;
}

async function time(call: (i: number) => Promise<unknown>): Promise<Latency> {
  for (let i = 0; i < WARM_UP; i++) await call(i);
  const took: number[] = [];
  for (let i = 0; i < CALLS; i++) {
    const began = performance.now();
    await call(i);
    took.push(performance.now() - began);
  }
  took.sort((a, b) => a - b);
  const at = (share: number): number => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95), calls: CALLS };
}
