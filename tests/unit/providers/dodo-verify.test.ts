import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { verify } from '@/lib/billing/providers/dodo/verify';
import { BadSignature } from '@/lib/billing/providers/errors';

const KEY = `whsec_${randomBytes(32).toString('base64')}`;
const OTHER = `whsec_${randomBytes(32).toString('base64')}`;
const now = () => Math.floor(Date.now() / 1000);

const event = (over: object = {}) =>
  JSON.stringify({
    business_id: 'bus_1',
    type: 'subscription.active',
    timestamp: '2026-03-10T10:00:00.123456Z',
    data: { payload_type: 'Subscription', subscription_id: 'sub_1', status: 'cancelled' },
    ...over,
  });

const sign = (body: string, key: string, id: string, at: number) =>
  `v1,${createHmac('sha256', Buffer.from(key.slice(6), 'base64'))
    .update(`${id}.${at}.${body}`)
    .digest('base64')}`;

/** Signed by hand, so that the library and this test check each other. */
function signed(body: string, key = KEY, at = now(), id = 'msg_1'): Record<string, string> {
  return { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': sign(body, key, id, at) };
}

const check = (body: string, headers: Record<string, string>, keys = [KEY, OTHER]) => verify(body, headers, { keys });

describe("Dodo's webhook is accepted", () => {
  test('when it is signed with our key; its id is the header, the same on every attempt', () => {
    expect(check(event(), signed(event()))).toMatchObject({
      eventId: 'msg_1',
      type: 'subscription.active',
      occurredAt: new Date('2026-03-10T10:00:00.123Z'),
      apiVersion: null,
      target: { kind: 'subscription', id: 'sub_1' },
      reason: null,
    });
  });

  test('when it is signed with the second of two keys', () =>
    expect(check(event(), signed(event(), OTHER)).eventId).toBe('msg_1'));

  test('when it has signatures of both keys, one of them in a future version', () => {
    const headers = signed(event());
    headers['webhook-signature'] = `v2,abc v1,AAAA ${headers['webhook-signature']}`;
    expect(check(event(), headers, [KEY]).eventId).toBe('msg_1');
  });

  test('keeping all its content, including what this version does not know', () => {
    const body = event({ data: { payload_type: 'Novelty', anything: [1] }, type: 'novelty.seen' });
    expect(check(body, signed(body))).toMatchObject({
      payload: JSON.parse(body),
      target: null,
      reason: 'unknown type',
    });
  });
});

describe("Dodo's webhook is rejected", () => {
  const refused = (body: string, headers: Record<string, string>, keys = [KEY]) =>
    expect(() => check(body, headers, keys)).toThrow(BadSignature);

  test('when one byte of it was changed', () => refused(event().replace('sub_1', 'sub_2'), signed(event())));
  test('when it claims another event id', () => refused(event(), { ...signed(event()), 'webhook-id': 'msg_2' }));
  test('when it has no signature', () => refused(event(), {}));
  test('when it is signed with another key', () => refused(event(), signed(event(), OTHER)));
  test('when we have no key', () => refused(event(), signed(event()), []));
  test('when it is six minutes old', () => refused(event(), signed(event(), KEY, now() - 360)));
  test('when it is six minutes in the future', () => refused(event(), signed(event(), KEY, now() + 360)));
  test('when its timestamp is invalid', () => refused(event(), { ...signed(event()), 'webhook-timestamp': 'soon' }));
  test.each([
    ['no JSON', 'paid'],
    ['nothing', ''],
    ['no type', event({ type: undefined })],
    ['no time', event({ timestamp: 'yesterday' })],
    ['no data', event({ data: null })],
  ])('when it is signed, but has %s', (_, body) => refused(body, signed(body)));
});

test('an invalid key is our mistake: the response asks Dodo to retry, and does not call the signature wrong', () => {
  expect(() => check(event(), signed(event()), ['whsec_###'])).toThrow(Error);
  expect(() => check(event(), signed(event()), ['whsec_###'])).not.toThrow(BadSignature);
});
