import { describe, expect, test } from 'vitest';
import { formTargets, isKnownSite } from '@/lib/csp/form-targets';
import { contentSecurityPolicy, type PolicyParts } from '@/lib/csp/policy';
import { readEnvironment, type Source } from '@/lib/env/read';
import { development, production } from '../fixtures/environments';

const parts: PolicyParts = {
  nonce: 'abc',
  hashes: ['sha256-x'],
  formTargets: ['https://pay.test'],
  development: false,
};

function directive(name: string, changes: Partial<PolicyParts> = {}): string[] {
  const policy = contentSecurityPolicy({ ...parts, ...changes });
  const found = policy.split('; ').find((text) => text.startsWith(`${name} `));
  return found?.split(' ').slice(1) ?? [];
}

function targets(source: Source): string[] {
  const reading = readEnvironment(source);
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  return formTargets(reading.env);
}

describe('the policy of a page', () => {
  test('allows our files, the nonce of this response, and the hashes of the build, and nothing else', () => {
    expect(directive('script-src')).toEqual(["'self'", "'nonce-abc'", "'sha256-x'"]);
    expect(directive('style-src')).toEqual(["'self'"]);
  });

  test('has no unsafe keyword outside development, except for style attributes', () => {
    const [, rest = ''] = contentSecurityPolicy(parts).split(/; style-src-attr 'unsafe-inline'/);
    expect(contentSecurityPolicy(parts).replace("; style-src-attr 'unsafe-inline'", '')).not.toContain('unsafe');
    expect(rest).not.toBe('');
    expect(directive('script-src', { development: true })).toContain("'unsafe-eval'");
  });

  test('blocks what attacks use: objects, base URLs, frames', () => {
    expect([directive('object-src'), directive('base-uri'), directive('frame-ancestors')]).toEqual([
      ["'none'"],
      ["'none'"],
      ["'none'"],
    ]);
  });

  test('allows forms to submit to us and to the named hosts', () => {
    expect(directive('form-action')).toEqual(["'self'", 'https://pay.test']);
  });
});

describe('forms may submit', () => {
  test('to the sandbox on a laptop', () => {
    expect(targets(development)).toEqual(['http://127.0.0.1:4242']);
  });

  test('to the configured provider only', () => {
    expect(targets(production)).toEqual([
      'https://checkout.stripe.com',
      'https://billing.stripe.com',
      'https://invoice.stripe.com',
    ]);
  });

  test('to the pages of the keys’ mode, and to the enabled sign-in providers', () => {
    const dodo = {
      ...development,
      DODO_PAYMENTS_API_KEY: 'key',
      DODO_PAYMENTS_WEBHOOK_KEY: 'whsec_7Jq2mXv9TzKc41Rb',
      DODO_PAYMENTS_ENVIRONMENT: 'test_mode',
      AUTH_GITHUB_ID: 'id',
      AUTH_GITHUB_SECRET: 'secret',
    };
    expect(targets(dodo)).toEqual([
      'https://test.checkout.dodopayments.com',
      'https://test.customer.dodopayments.com',
      'https://github.com',
    ]);
  });
});

describe('users are redirected', () => {
  const led = (source: Source, address: string): boolean => {
    const reading = readEnvironment(source);
    if (!reading.ok) throw new Error(reading.problems.join('\n'));
    return isKnownSite(reading.env, address);
  };

  test.each([
    'https://checkout.stripe.com/c/pay/cs_live_1#fid',
    'https://billing.stripe.com/p/session/live_1',
    'https://invoice.stripe.com/i/acct_1/live_1',
    'https://pay.stripe.com/receipts/payment/1',
    '/account?success=cancel',
  ])('in production to %s', (address) => {
    expect(led(production, address)).toBe(true);
  });

  test.each([
    'http://checkout.stripe.com/c/pay/cs_live_1',
    'https://checkout.stripe.com.evil.example/',
    'https://checkout.stripe.com@evil.example/',
    'https://checkout.stripe.com:8443/',
    'https://evil.example/checkout.stripe.com',
    'javascript:alert(1)//https://checkout.stripe.com',
    'data:text/html,x',
    'blob:https://checkout.stripe.com/1',
    '//evil.example/',
    '/\\evil.example/',
    'https://checkout.dodopayments.com/session/1',
    'http://127.0.0.1:4242/pay/stripe/1',
    'https://',
  ])('in production never to %s', (address) => {
    expect(led(production, address)).toBe(false);
  });

  test('with the sandbox to its pages, and to no real one', () => {
    expect(led(development, 'http://127.0.0.1:4242/pay/stripe/1')).toBe(true);
    expect(led(development, 'http://127.0.0.1:4243/pay/stripe/1')).toBe(false);
    expect(led(development, 'https://checkout.stripe.com/c/pay/cs_test_1')).toBe(false);
  });
});
