import { afterEach, describe, expect, test, vi } from 'vitest';
import { development } from '../fixtures/environments';

const error = vi.fn();
vi.mock('@/lib/log', () => ({ log: () => ({ error }) }));

async function whoIs(headers: Record<string, string>, trustProxy: string): Promise<string> {
  Object.assign(process.env, development, { APP_ENV: 'test', TRUST_PROXY: trustProxy });
  const { clientIp } = await import('@/lib/client-ip');
  return clientIp(new Headers(headers));
}

afterEach(() => {
  vi.resetModules();
  error.mockClear();
});

describe('an operator who has not configured the proxies', () => {
  test.each([
    ['gets an error when a proxy on this network forwards for other clients', '203.0.113.7', 1],
    // Next.js adds the header with the connection's own address where no proxy has set it.
    ['gets no error when a browser on this machine connects', '127.0.0.1', 0],
  ])('%s', async (_, forwarded, times) => {
    await whoIs({ 'x-forwarded-for': forwarded, 'x-tollgate-peer': '127.0.0.1' }, '0');
    expect(error).toHaveBeenCalledTimes(times);
  });
});

describe('the client that a request is counted against', () => {
  const invented = { 'x-forwarded-for': '9.9.9.9, 8.8.8.8', 'x-tollgate-peer': '203.0.113.7' };

  test('is the connection itself when no proxy is trusted, whatever the client sends', async () => {
    expect(await whoIs(invented, '0')).toBe('203.0.113.7');
  });

  test('is the address from the nearest trusted proxy', async () => {
    expect(await whoIs(invented, '1')).toBe('8.8.8.8');
  });

  test('is the address from the outermost of two trusted proxies', async () => {
    expect(await whoIs({ 'x-forwarded-for': '7.7.7.7, 9.9.9.9, 8.8.8.8' }, '2')).toBe('9.9.9.9');
  });

  test.each([
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::9', '2001:db8:0:0'],
    ['2001:db8::1:2:3:4:5', '2001:db8:0:1'],
    ['::1', '0:0:0:0'],
    ['::ffff:cb00:7107', '203.0.113.7'],
    ['0:0:0:0:0:FFFF:203.0.113.7', '203.0.113.7'],
    ['64:ff9b::203.0.113.7', '203.0.113.7'],
    ['2001:0db8:0001:0002::9', '2001:db8:1:2'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
  ])('%s counts as %s: one IPv6 network is one customer', async (address, counted) => {
    expect(await whoIs({ 'x-tollgate-peer': address }, '0')).toBe(counted);
  });

  test.each([
    ['203.0.113.7:50123', '203.0.113.7'],
    ['[2001:db8:1:2::9]:50123', '2001:db8:1:2'],
    ['[2001:db8:1:2::9]', '2001:db8:1:2'],
  ])(
    'a proxy that writes %s, with the port of one connection, names the same client each time',
    async (entry, counted) => {
      expect(await whoIs({ 'x-forwarded-for': entry }, '1')).toBe(counted);
    },
  );

  test.each([
    {},
    { 'x-forwarded-for': '' },
    { 'x-forwarded-for': 'unknown' },
    { 'x-forwarded-for': '9.9.9.9, _hidden' },
  ])(
    'is the connection where the trusted proxy sends no client address (%j), and not one client called unknown',
    async (headers) => {
      expect(await whoIs({ ...headers, 'x-tollgate-peer': '203.0.113.7' }, '1')).toBe('203.0.113.7');
    },
  );
});
