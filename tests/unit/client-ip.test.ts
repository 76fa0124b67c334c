import { afterEach, describe, expect, test, vi } from 'vitest';
import { development } from '../fixtures/environments';

async function whoIs(headers: Record<string, string>, trustProxy: string): Promise<string> {
  Object.assign(process.env, development, { APP_ENV: 'test', TRUST_PROXY: trustProxy });
  const { clientIp } = await import('@/lib/client-ip');
  return clientIp(new Headers(headers));
}

afterEach(() => vi.resetModules());

describe('whom a request is counted against', () => {
  const invented = { 'x-forwarded-for': '9.9.9.9, 8.8.8.8', 'x-tollgate-peer': '203.0.113.7' };

  test('is the connection itself when no proxy is trusted, whatever the caller writes', async () => {
    expect(await whoIs(invented, '0')).toBe('203.0.113.7');
  });

  test('is what the nearest trusted proxy says', async () => {
    expect(await whoIs(invented, '1')).toBe('8.8.8.8');
  });

  test('is what the outermost of two trusted proxies says', async () => {
    expect(await whoIs({ 'x-forwarded-for': '7.7.7.7, 9.9.9.9, 8.8.8.8' }, '2')).toBe('9.9.9.9');
  });

  test.each([
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::9', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('%s counts as %s: one IPv6 network is one customer', async (address, counted) => {
    expect(await whoIs({ 'x-tollgate-peer': address }, '0')).toBe(counted);
  });
});
