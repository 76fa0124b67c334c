import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { safePath, safeRedirect, signInUrl } from '@/lib/redirect';
import { development } from '../fixtures/environments';

const HOME = 'http://127.0.0.1:3000/';

beforeAll(() => {
  Object.assign(process.env, development, { APP_ENV: 'test' });
});

describe('redirect targets', () => {
  test.each([
    ['/account', 'http://127.0.0.1:3000/account'],
    ['/checkout/start?plan=pro&interval=year', 'http://127.0.0.1:3000/checkout/start?plan=pro&interval=year'],
    ['http://127.0.0.1:3000/pricing', 'http://127.0.0.1:3000/pricing'],
    ['account', 'http://127.0.0.1:3000/account'],
    ['', HOME],
  ])('%j is a page of ours', (raw, url) => {
    expect(safeRedirect(raw)).toBe(url);
  });

  test.each([
    '//evil.test',
    '/\\evil.test',
    '/\t/evil.test',
    ' //evil.test',
    '\\\\evil.test',
    '///evil.test',
    '/a/..//evil.test',
    '/.//evil.test',
    '/%2e//evil.test',
    'https://evil.test/',
    'http://127.0.0.1:3000@evil.test/',
    'http://127.0.0.1:3000.evil.test/',
    'http://evil@127.0.0.1:3000/account',
    'http://127.0.0.1:3001/',
    'https://127.0.0.1:3000/',
    'javascript:alert(1)',
    'data:text/html,hello',
    'blob:http://127.0.0.1:3000/x',
    'http://',
    'http://[',
    undefined,
    null,
    ['/account', '/pricing'],
    { toString: () => '/account' },
  ])('%j leads to the start page', (raw) => {
    expect(safeRedirect(raw)).toBe(HOME);
  });

  test('no URL that a user can type leaves the site, as a whole or as a path', () => {
    const pieces = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      ':',
      '@',
      '%2f',
      '%5c',
      '%2e',
      'http:',
      'evil.test',
      '\t',
      '\n',
      ' ',
      'a',
      '?',
      '#',
    );
    const typed = fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(typed, (raw) => {
        const whole = safeRedirect(raw);
        expect(new URL(whole).origin).toBe('http://127.0.0.1:3000');
        expect(new URL(safePath(whole), HOME).origin).toBe('http://127.0.0.1:3000');
        expect(new URL(safePath(raw), HOME).origin).toBe('http://127.0.0.1:3000');
      }),
      { numRuns: 2000 },
    );
  });
});

test('the sign-in page remembers the requested page', () => {
  expect(signInUrl('/checkout/start?plan=pro')).toBe(
    'http://127.0.0.1:3000/sign-in?callbackUrl=%2Fcheckout%2Fstart%3Fplan%3Dpro',
  );
  expect(signInUrl('https://evil.test')).toBe('http://127.0.0.1:3000/sign-in');
});
