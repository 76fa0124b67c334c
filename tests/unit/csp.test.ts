import { describe, expect, test } from 'vitest';
import { formTargets } from '@/lib/csp/form-targets';
import { contentSecurityPolicy, type PolicyParts } from '@/lib/csp/policy';
import { readEnvironment, type Source } from '@/lib/environment/read';
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
  test('runs our files, this response and what was built, and nothing else', () => {
    expect(directive('script-src')).toEqual(["'self'", "'nonce-abc'", "'sha256-x'"]);
    expect(directive('style-src')).toEqual(["'self'"]);
  });

  test('has no unsafe word outside development', () => {
    expect(contentSecurityPolicy(parts)).not.toContain('unsafe');
    expect(directive('script-src', { development: true })).toContain("'unsafe-eval'");
  });

  test('closes what attacks use: objects, base addresses, frames', () => {
    expect([directive('object-src'), directive('base-uri'), directive('frame-ancestors')]).toEqual([
      ["'none'"],
      ["'none'"],
      ["'none'"],
    ]);
  });

  test('lets forms lead to us and to the named hosts', () => {
    expect(directive('form-action')).toEqual(["'self'", 'https://pay.test']);
  });
});

describe('forms lead', () => {
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

  test('to the pages of the mode the keys are for, and to the sign-in providers that are on', () => {
    const dodo = {
      ...development,
      DODO_PAYMENTS_API_KEY: 'key',
      DODO_PAYMENTS_WEBHOOK_KEY: 'whsec_0123456789abcdef',
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
