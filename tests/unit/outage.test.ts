import { expect, test } from 'vitest';
import { WorkspaceBusy } from '@/lib/billing/lock';
import {
  ProviderDenied,
  ProviderForbidden,
  ProviderUnavailable,
  ProviderUnknown,
} from '@/lib/billing/providers/errors';
import { awayAfter, outageOf } from '@/lib/billing/webhooks/outage';
import { appError } from '@/lib/errors';

const unknown = outageOf(new ProviderUnknown('no answer'));
const asksUsToWait = outageOf(new ProviderUnavailable('wait', { retryAfter: 5 }));
const timedOut = outageOf(Object.assign(new Error('timed out'), { code: 'P2028' }));
const databaseAway = outageOf(Object.assign(new Error('away'), { code: 'P1001' }));
const busy = outageOf(appError('request/too-many', { cause: new WorkspaceBusy('one') }));

test('a busy workspace and our database are outages of ours, and other refusals are none', () => {
  expect([timedOut, databaseAway, busy].map((outage) => outage?.ours)).toEqual([true, true, true]);
  expect([timedOut, databaseAway, busy].map((outage) => outage?.total)).toEqual([false, true, false]);
  expect([unknown, asksUsToWait].map((outage) => outage?.ours)).toEqual([false, false]);
  expect(outageOf(appError('request/too-many'))).toBeNull();
});

test('a provider seems to be away after three failures in a row, a slow one, or one that all would have', () => {
  const isAway = awayAfter();
  expect([unknown, unknown, null, unknown, unknown, unknown].map((outage) => isAway(outage))).toEqual([
    ...[false, false, false],
    ...[false, false, true],
  ]);
  expect(awayAfter()(unknown, 10_001)).toBe(true);
  expect(awayAfter()(asksUsToWait)).toBe(true);
  expect(awayAfter()(databaseAway)).toBe(true);
});

test('what one workspace waits for says nothing about the provider, however often or long', () => {
  const isAway = awayAfter();
  const seen = [timedOut, busy, timedOut, busy].map((outage) => isAway(outage, 60_000));
  expect(seen).toEqual([false, false, false, false]);
});

test('a provider that rejects our key is away, and one that only forbids something isn’t, however often', () => {
  expect(awayAfter()(outageOf(new ProviderDenied('no such key')))).toBe(true);
  const forbidden = outageOf(new ProviderForbidden('no permission'));
  expect(forbidden).toMatchObject({ ours: false });
  const isAway = awayAfter();
  const seen = [forbidden, forbidden, forbidden, forbidden, unknown, unknown, forbidden, unknown, unknown];
  expect(seen.map((outage) => isAway(outage))).toEqual(seen.map(() => false));
});
