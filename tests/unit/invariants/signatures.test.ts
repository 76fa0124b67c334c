import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verify as verifyDodo } from '@/lib/billing/providers/dodo/verify';
import { BadSignature } from '@/lib/billing/providers/errors';
import { verify as verifyStripe } from '@/lib/billing/providers/stripe/verify';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const RUNS = { numRuns: 3000 };
const now = () => Math.floor(Date.now() / 1000);

interface Webhook {
  readonly body: string;
  readonly headers: Record<string, string>;
}

const PROVIDERS = {
  stripe: {
    body: JSON.stringify({
      ...{ id: 'evt_1', object: 'event', type: 'invoice.paid', created: 1, livemode: false },
      data: { object: { id: 'in_1', note: 'Zürich, 東京' } },
    }),
    sign(body: string, at: number): Record<string, string> {
      const mac = createHmac('sha256', SECRET).update(`${at}.${body}`).digest('hex');
      return { 'stripe-signature': `t=${at},v1=${mac}` };
    },
    verify: ({ body, headers }: Webhook) => verifyStripe(body, headers, { secrets: [SECRET], live: false }),
  },
  dodo: {
    body: JSON.stringify({
      type: 'payment.succeeded',
      timestamp: '2026-03-10T10:00:00Z',
      data: { payment_id: 'pay_1' },
    }),
    sign(body: string, at: number): Record<string, string> {
      const key = Buffer.from(SECRET.slice(6), 'base64');
      const mac = createHmac('sha256', key).update(`msg_1.${at}.${body}`).digest('base64');
      return { 'webhook-id': 'msg_1', 'webhook-timestamp': String(at), 'webhook-signature': `v1,${mac}` };
    },
    verify: ({ body, headers }: Webhook) => verifyDodo(body, headers, { keys: [SECRET] }),
  },
};

/** The text with one bit of its UTF-8 flipped. */
function flipped(text: string, bit: number): string {
  const bytes = Buffer.from(text);
  const at = Math.floor(bit / 8) % bytes.length;
  bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit % 8));
  return bytes.toString('utf8');
}

for (const [name, provider] of Object.entries(PROVIDERS)) {
  test(`invariant 22: a ${name} webhook with any single bit flipped is rejected`, () => {
    const at = now();
    const good: Webhook = { body: provider.body, headers: provider.sign(provider.body, at) };
    expect(provider.verify(good).target).not.toBeUndefined();
    const parts = ['body', ...Object.keys(good.headers)];
    fc.assert(
      fc.property(fc.constantFrom(...parts), fc.nat({ max: 20_000 }), (part, bit) => {
        const bad =
          part === 'body'
            ? { ...good, body: flipped(good.body, bit) }
            : { ...good, headers: { ...good.headers, [part]: flipped(good.headers[part] ?? '', bit) } };
        expect(() => provider.verify(bad)).toThrow(BadSignature);
      }),
      RUNS,
    );
  });

  test(`invariant 22: a ${name} webhook more than five minutes off is rejected, before or after`, () => {
    fc.assert(
      fc.property(fc.integer({ min: 310, max: 10_000_000 }), fc.boolean(), (seconds, late) => {
        const at = now() + (late ? -seconds : seconds);
        const off = { body: provider.body, headers: provider.sign(provider.body, at) };
        expect(() => provider.verify(off)).toThrow(BadSignature);
      }),
      { numRuns: 500 },
    );
  });

  test(`invariant 22: a ${name} webhook signed with anything but our secret is rejected`, () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (secret) => {
        const at = now();
        const mac = createHmac('sha256', secret).update(`${at}.${provider.body}`).digest('hex');
        const headers = {
          ...provider.sign(provider.body, at),
          ...{ 'stripe-signature': `t=${at},v1=${mac}`, 'webhook-signature': `v1,${mac}` },
        };
        expect(() => provider.verify({ body: provider.body, headers })).toThrow(BadSignature);
      }),
      { numRuns: 500 },
    );
  });
}
