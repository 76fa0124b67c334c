import type { World } from '../engine/world';
import { utc } from './format';

/** One object from any table. */
export interface Found {
  table: string;
  id: string;
  value: unknown;
}

const MOST_FOUND = 100;
/** Maximum duration of a search in milliseconds, because it blocks other requests. */
const PATIENCE_MS = 1500;

/** Internal state of the simulation that no provider API returns. */
const INTERNAL = new Set([
  ...['stripe.answers', 'stripe.billing-settings', 'stripe.checkout-intents', 'stripe.checkout-memory'],
  ...['stripe.deleted-customers', 'stripe.discount-coupons', 'stripe.instruments', 'stripe.invoice-memory'],
  ...['stripe.item-billing', 'stripe.payment-link-memory', 'stripe.portal-setups', 'stripe.price-tiers'],
  ...['stripe.schedule', 'stripe.subscription-memory', 'stripe.tokens'],
  ...['dodo_abandoned', 'dodo_failing_refunds', 'dodo_portals', 'dodo_redemptions', 'dodo_switches', 'dodo_usage'],
]);

/** Non-empty tables: each provider's objects, and the sandbox's own. */
export function tableGroups(world: World): { title: string; tables: { name: string; size: number }[] }[] {
  const all = world.store
    .tables()
    .map((name) => ({ name, size: world.store.table(name).size }))
    .filter(({ size }) => size > 0)
    .sort((a, b) => a.name.localeCompare(b.name));
  const of = (prefix: string) => all.filter(({ name }) => name.startsWith(prefix) && !INTERNAL.has(name));
  const [stripe, dodo] = [of('stripe.'), of('dodo_')];
  return [
    { title: 'Stripe', tables: stripe },
    { title: 'Dodo Payments', tables: dodo },
    { title: 'The sandbox itself', tables: all.filter((table) => !stripe.includes(table) && !dodo.includes(table)) },
  ];
}

/** All objects of a table, newest first. */
export function objectsOf(world: World, table: string): Found[] {
  if (!world.store.tables().includes(table)) return [];
  return Array.from(world.store.table<unknown>(table).entries(), ([id, value]) => ({ table, id, value }));
}

/**
 * The providers' objects whose JSON contains the text, case-insensitive; newest first, at most a hundred, found within
 * `patienceMs`.
 */
export function search(world: World, text: string, patienceMs = PATIENCE_MS): Found[] {
  const wanted = text.toLowerCase();
  const until = Date.now() + patienceMs;
  const found: Found[] = [];
  for (const { tables } of tableGroups(world).slice(0, 2)) {
    for (const { name } of tables) {
      for (const [id, value] of world.store.table<unknown>(name).entries()) {
        if (JSON.stringify(value).toLowerCase().includes(wanted)) found.push({ table: name, id, value });
        if (found.length >= MOST_FOUND || Date.now() > until) return found;
      }
    }
  }
  return found;
}

const TELLING = [
  'type',
  'email',
  'name',
  'description',
  'status',
  'amount',
  'amount_total',
  'total_amount',
  'total',
  'unit_amount',
  'price',
  'currency',
];

/** The few fields by which you recognize an object. */
export function glimpse(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = new Map<string, unknown>(Object.entries(value));
  const words = TELLING.map((key) => fields.get(key)).filter(
    (word) => typeof word === 'string' || typeof word === 'number',
  );
  const created = fields.get('created') ?? fields.get('createdAt');
  if (typeof created === 'number') words.push(utc(created > 1e11 ? created / 1000 : created));
  return words.slice(0, 5).join(' · ');
}
