import { expect, test } from 'vitest';
import { retryAfterSeconds } from '@/lib/billing/providers/retry-after';

test.each([
  ['120', 120],
  [' 0 ', 0],
  ['1.5', 2],
  ['120.0', 120],
  ['1.', null],
  ['1e3', null],
  ['soon', null],
  ['', null],
  ['-5', null],
  [null, null],
  [undefined, null],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
])('%j asks us to wait %j seconds', (header, seconds) => {
  expect(retryAfterSeconds(header)).toBe(seconds);
});

test('a date asks us to wait until then', () => {
  expect(retryAfterSeconds(new Date(Date.now() + 3_600_000).toUTCString())).toBeGreaterThan(3_590);
});
