import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { BadSignature } from '@/lib/billing/providers/errors';
import { verify } from '@/lib/billing/providers/stripe/verify';

const SECRET = 'whsec_first_0123456789abcdef';
const OTHER = 'whsec_second_0123456789abcdef';
const now = () => Math.floor(Date.now() / 1000);

const event = (over: object = {}) =>
  JSON.stringify(
    {
      id: 'evt_1',
      object: 'event',
      api_version: '2026-10-28.endive',
      created: 1_767_000_000,
      livemode: false,
      type: 'customer.subscription.updated',
      data: { object: { id: 'sub_1', object: 'subscription' } },
      ...over,
    },
    null,
    2,
  );

/** Signed by hand, so that the SDK and this test check each other. */
function signed(body: string, secret = SECRET, at = now()): Record<string, string> {
  const mac = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
  return { 'stripe-signature': `t=${at},v1=${mac},v0=6ffbb59b` };
}

const check = (body: string, headers: Record<string, string>, secrets = [SECRET, OTHER], live = false) =>
  verify(body, headers, { secrets, live });

describe("Stripe's webhook is accepted", () => {
  test('when it is signed with our secret', () => {
    expect(check(event(), signed(event()))).toMatchObject({
      eventId: 'evt_1',
      type: 'customer.subscription.updated',
      occurredAt: new Date(1_767_000_000_000),
      apiVersion: '2026-10-28.endive',
      target: { kind: 'subscription', id: 'sub_1' },
      reason: null,
    });
  });

  test('when it is signed with the second of two secrets, while one is being rolled', () => {
    expect(check(event(), signed(event(), OTHER)).eventId).toBe('evt_1');
  });

  test('when it has a signature of each secret', () => {
    const both = `${signed(event())['stripe-signature']},${signed(event(), OTHER)['stripe-signature']?.split(',')[1]}`;
    expect(check(event(), { 'stripe-signature': both }, [OTHER]).eventId).toBe('evt_1');
  });

  test('keeping all its content, including what this version does not know', () => {
    const body = event({ surprise: { deep: [1, 2] } });
    expect(check(body, signed(body)).payload).toEqual(JSON.parse(body));
  });

  test('when its type is unknown: it is stored, and nothing is processed', () => {
    const body = event({ type: 'customer.subscription.hibernated' });
    expect(check(body, signed(body))).toMatchObject({ target: null, reason: 'unknown type' });
  });
});

describe("Stripe's webhook is rejected", () => {
  const refused = (body: string, headers: Record<string, string>, secrets = [SECRET], live = false) =>
    expect(() => check(body, headers, secrets, live)).toThrow(BadSignature);

  test('when one byte of it was changed', () => refused(event().replace('sub_1', 'sub_2'), signed(event())));
  test('when it was parsed and serialized again', () => refused(JSON.stringify(JSON.parse(event())), signed(event())));
  test('when it has no signature', () => refused(event(), {}));
  test('when the header is nonsense', () => refused(event(), { 'stripe-signature': 'v1=abc,,t=,=' }));
  test('when it is signed with another key', () => refused(event(), signed(event(), 'whsec_somebody_else_0000')));
  test('when we have no secret', () => refused(event(), signed(event(), ''), []));
  test('when our secret is empty, whatever it was signed with', () => refused(event(), signed(event(), ''), ['']));
  test('when it is six minutes old', () => refused(event(), signed(event(), SECRET, now() - 360)));
  test('when it is six minutes in the future', () => refused(event(), signed(event(), SECRET, now() + 360)));
  test('when it is empty', () => refused('', signed('')));
  test('when it is signed, but not JSON', () => refused('paid', signed('paid')));
  test('when it is signed, but has no type', () => {
    const body = event({ type: undefined });
    refused(body, signed(body));
  });
  test('when it is a thin event, with a message that says so', () => {
    const body = JSON.stringify({ id: 'evt_2', object: 'v2.core.event', type: 'v1.customer.subscription.updated' });
    expect(() => check(body, signed(body))).toThrow(/snapshot event/);
  });
  test('when it is in test mode and we are live, and the other way round', () => {
    refused(event(), signed(event()), [SECRET], true);
    const live = event({ livemode: true });
    refused(live, signed(live));
    expect(check(live, signed(live), [SECRET], true).eventId).toBe('evt_1');
  });
});

test('every single changed character of body and signature is detected', () => {
  const body = event();
  const header = signed(body)['stripe-signature'] ?? '';
  const mac = header.slice(header.indexOf('v1='), header.indexOf(',v0'));
  const change = (text: string, at: number) => text.slice(0, at) + (text[at] === 'x' ? 'y' : 'x') + text.slice(at + 1);
  for (let at = 0; at < body.length; at += 1) {
    expect(() => check(change(body, at), { 'stripe-signature': header })).toThrow(BadSignature);
  }
  for (let at = 3; at < mac.length; at += 1) {
    const forged = header.replace(mac, change(mac, at));
    expect(() => check(body, { 'stripe-signature': forged })).toThrow(BadSignature);
  }
});
