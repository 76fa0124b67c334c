import { NextRequest } from 'next/server';
import { beforeAll, describe, expect, test } from 'vitest';
import { withoutPersonalData } from '@/lib/http/without-personal-data';
import nextConfig from '../../next.config';
import { production } from '../fixtures/environments';
import { sourcesIn } from '../fixtures/sources';

const at = (path: string) => new URL(path, 'https://app.tollgate.test');

describe('security check 86: no secret and no email address in our URLs', () => {
  const checkout = 'checkout=0e8ae9f6-6a2c-4d0c-8c8e-3f8f2d6a0b11';

  test.each([
    [
      `/checkout/success?${checkout}&subscription_id=sub_1&status=active&email=ada%40example.test`,
      `/checkout/success?${checkout}`,
    ],
    [`/checkout/success?email=ada%40example.test&license_key=ABCD-1234&${checkout}`, `/checkout/success?${checkout}`],
    [`/checkout/success?${checkout}&anything_new=ada`, `/checkout/success?${checkout}`],
    [`/checkout/canceled?${checkout}&Email=ada%2540example.test`, `/checkout/canceled?${checkout}`],
    ['/checkout/success?email=ada@example.test', '/checkout/success'],
    [
      '/account?success=payment-method&payment_id=pay_1&status=succeeded&email=ada%40example.test',
      '/account?success=payment-method',
    ],
    ['/pricing?ref=ada%40example.test&plan=pro', '/pricing?plan=pro'],
    ['/dashboard?EMAIL=ada', '/dashboard'],
    ['/sign-in?callbackUrl=%2Fcheckout%2Fsuccess%3Femail%3Dada%2540example.test', '/sign-in'],
  ])('%s redirects to %s, which stays', (asked, clean) => {
    expect(withoutPersonalData(at(asked))).toBe(clean);
    expect(withoutPersonalData(at(clean))).toBeNull();
  });

  test.each([
    `/checkout/success?${checkout}`,
    '/checkout/start?plan=pro&interval=month&currency=USD&provider=dodo',
    '/account/change/confirm?plan=pro&interval=year&seats=3',
    '/sign-in/confirm?token=abc&callbackUrl=%2Fpricing%3Fplan%3Dpro',
    '/account?success=change',
    '/',
  ])('%s is ours and stays as it is', (asked) => {
    expect(withoutPersonalData(at(asked))).toBeNull();
  });
});

describe('the redirect', () => {
  beforeAll(() => void Object.assign(process.env, production));

  test('is a single one, to our own origin whatever Host says, before any page renders, and is not cached', async () => {
    const { proxy } = await import('@/proxy');
    const asked = 'https://evil.test/checkout/success?checkout=1&email=ada%40example.test';
    const answer = proxy(new NextRequest(asked, { headers: { host: 'evil.test' } }));
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('https://app.tollgate.test/checkout/success?checkout=1');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(withoutPersonalData(new URL(answer.headers.get('location') ?? ''))).toBeNull();
  });
});

test('a page with a token in its URL sends only its origin to what it loads and links to', async () => {
  const rules = (await nextConfig.headers?.()) ?? [];
  const policies = rules.filter(({ headers }) => headers.some(({ key }) => key === 'Referrer-Policy'));
  expect(
    policies.map(({ source, headers }) => [source, headers.find(({ key }) => key === 'Referrer-Policy')?.value]),
  ).toEqual([
    ['/:path*', 'strict-origin-when-cross-origin'],
    ['/:path(sign-in/confirm|account/email/confirm|invitation|checkout/success|checkout/canceled)', 'strict-origin'],
  ]);
  const readers = sourcesIn('app').filter(({ path, text }) => /page\.tsx$/.test(path) && /\btoken\b/.test(text));
  expect(readers.map(({ path }) => path).sort()).toEqual([
    'app/(app)/account/email/confirm/page.tsx',
    'app/(auth)/invitation/page.tsx',
    'app/(auth)/sign-in/confirm/page.tsx',
  ]);
});
