import { createHmac, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { BadSignature } from '@/lib/billing/providers/errors';
import { receive } from '@/lib/billing/webhooks/inbox';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { drainBilling } from '../fixtures/drain';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld } from '../fixtures/world';

const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 400) };
const DEEP = 'nested ten thousand times';

beforeAll(startWorld);

/** Whole events of both providers, by their references; each event's id is new. */
const EVENTS = {
  stripe: ['customer.subscription.updated', 'invoice.paid', 'checkout.session.completed', 'charge.refunded'].map(
    (type) => () => ({
      ...{ id: `evt_${randomUUID()}`, object: 'event', type, created: 1_770_000_000, api_version: '2025-03-31.basil' },
      ...{ livemode: false, pending_webhooks: 1, request: { id: null, idempotency_key: null } },
      data: {
        object: {
          ...{ id: 'sub_never_made', object: 'subscription', subscription: 'sub_never_made', mode: 'subscription' },
          ...{ payment_intent: 'pi_never_made', customer: { id: 'cus_never_made' }, metadata: { app: 'other' } },
          parent: { subscription_details: { subscription: 'sub_never_made' } },
        },
      },
    }),
  ),
  dodo: ['subscription.active', 'payment.succeeded', 'refund.succeeded', 'license_key.created'].map((type) => () => ({
    ...{ business_id: 'bus_1', type, timestamp: '2026-03-10T10:00:00.123456Z' },
    data: {
      ...{ payload_type: 'Payment', subscription_id: 'sub_never_made', payment_id: 'pay_never_made' },
      ...{ id: 'lic_never_made', subscription_ids: [], customer: { customer_id: 'cus_never_made', name: 'Ada' } },
    },
  })),
} as const;

const anything = fc.oneof(
  fc.constantFrom<unknown>('', '\0', 'a\0b', '\ud800', '\udc00\ud800', '..', '.', '__proto__', 'x'.repeat(5_000), DEEP),
  fc.constantFrom<unknown>(1e21, -1, -8.64e12, 8.7e15, 253_402_300_800, 1.5, 1e308, null, true, [], {}, undefined),
  fc.constantFrom<unknown>('+275760-09-13T00:00:00Z', '-271821-04-20T00:00:00Z', '0', 'Infinity'),
  fc.constantFrom<unknown>({ id: '\0' }, { id: 'sub_1' }, { id: 7 }, ['sub_1'], { '\0': 1, '\ud800': DEEP }),
  fc.jsonValue(),
  fc.string({ unit: 'binary', maxLength: 300 }),
);
const change = fc.record({ path: fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }), value: anything });

/** The value with another one inserted somewhere; `undefined` leaves that key out. */
function changed(value: unknown, [step = 0, ...path]: readonly number[], other: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return other;
  const entries = Object.entries(value);
  const at = step % entries.length;
  const inner = entries.map(([key, was], index) => [
    key,
    index !== at ? was : path.length === 0 ? other : changed(was, path, other),
  ]);
  return Array.isArray(value) ? inner.map(([, one]) => one) : Object.fromEntries(inner);
}

const bodyOf = (event: unknown) =>
  (JSON.stringify(event) ?? '').replaceAll(`"${DEEP}"`, `${'['.repeat(10_000)}${']'.repeat(10_000)}`);

function signed(provider: 'stripe' | 'dodo', body: string, id: string): Record<string, string> {
  const at = Math.floor(Date.now() / 1000);
  const { stripe, dodo } = env().payments;
  const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text);
  if (provider === 'stripe') {
    const [secret = ''] = stripe?.webhookSecrets ?? [];
    return { 'stripe-signature': `t=${at},v1=${mac(secret, `${at}.${body}`).digest('hex')}` };
  }
  const [key = ''] = dodo?.webhookKeys ?? [];
  const signature = mac(Buffer.from(key.replace('whsec_', ''), 'base64'), `${id}.${at}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1,${signature}` };
}

/** The status the provider would get: 200 when it is stored, 400 when it is no event. Anything else is thrown. */
async function answerTo(provider: 'stripe' | 'dodo', body: string, id = `msg_${randomUUID()}`): Promise<200 | 400> {
  try {
    await receive(provider, body, signed(provider, body, id));
    return 200;
  } catch (error) {
    if (error instanceof BadSignature) return 400;
    throw error;
  }
}

describe.each(PROVIDERS)('an event %s signed', (provider) => {
  test('whatever it says, is stored or rejected permanently, and what is stored reaches a final state', async () => {
    const answers = new Set<number>();
    const event = fc.tuple(fc.constantFrom(...EVENTS[provider]), fc.array(change, { minLength: 1, maxLength: 3 }));
    await fc.assert(
      fc.asyncProperty(event, async ([make, changes]) => {
        const body = bodyOf(changes.reduce<unknown>((it, { path, value }) => changed(it, path, value), make()));
        answers.add(await answerTo(provider, body));
      }),
      RUNS,
    );
    expect([...answers].sort()).toEqual([200, 400]);
    for (let { targets } = await drainBilling(); targets > 0; { targets } = await drainBilling());
    const left = await db().webhookEvent.groupBy({ by: ['status', 'reason'], where: { provider } });
    expect(left.filter(({ status }) => status !== 'ignored')).toEqual([]);
    expect(left.every(({ reason }) => reason !== null)).toBe(true);
  });

  test('unchanged, is stored', async () => {
    for (const make of EVENTS[provider]) expect(await answerTo(provider, bodyOf(make()))).toBe(200);
  });

  test('with an id or a type too long for an index or invalid as text is rejected permanently', async () => {
    for (const text of ['\0', 'a\0', '\ud800', '', 'x'.repeat(5_000)]) {
      const [make] = EVENTS[provider];
      expect(await answerTo(provider, bodyOf({ ...make?.(), type: text }))).toBe(400);
    }
    const [body] = EVENTS[provider].map((make) => bodyOf({ ...make(), id: provider === 'stripe' ? '\0' : 'x' }));
    expect(await answerTo(provider, body ?? '', 'x'.repeat(5_000))).toBe(400);
  });

  test('nested ten thousand times, or of other than objects, does no harm', async () => {
    for (const body of [bodyOf(DEEP), bodyOf([DEEP]), '', 'null', '7', '"\\ud800"', '{"__proto__":{}}'])
      expect(await answerTo(provider, body)).toBe(400);
    const [make] = EVENTS[provider];
    expect(await answerTo(provider, bodyOf({ ...make?.(), extra: DEEP }))).toBe(200);
    expect(await answerTo(provider, bodyOf({ ...make?.(), id: `evt_${randomUUID()}`, type: DEEP }))).toBe(400);
  });
});
