import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkEnvironment, type Environment, readEnvironment, type Source } from '@/lib/environment/read';
import { development, production } from '../fixtures/environments';

function env(source: Source): Environment {
  const reading = readEnvironment(source);
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  return reading.env;
}

const problems = (source: Source) => checkEnvironment(source).problems.join('\n');

describe('on a laptop', () => {
  test('no key at all is the sandbox, for both providers', () => {
    const { world, checkoutProvider, appEnv } = env(development);
    expect({ appEnv, checkoutProvider, mode: world.mode }).toEqual({
      appEnv: 'development',
      checkoutProvider: 'choice',
      mode: 'sandbox',
    });
    expect(world.stripe).toMatchObject({ host: '127.0.0.1', port: 4242, protocol: 'http' });
    expect(world.dodo).toMatchObject({ baseUrl: 'http://127.0.0.1:4242/dodo', environment: null });
  });

  test('the keys of the sandbox come from the secret both sides know', () => {
    const derived = (name: string) => createHmac('sha256', development.SANDBOX_SECRET).update(name);
    const { world, github } = env(development);
    expect(world.stripe?.webhookSecrets).toEqual([`whsec_${derived('stripe-webhook').digest('hex')}`]);
    expect(world.dodo?.webhookKeys).toEqual([`whsec_${derived('dodo-webhook').digest('base64')}`]);
    expect(github).toEqual({
      id: 'sandbox',
      secret: derived('oauth').digest('hex'),
      sandboxUrl: 'http://127.0.0.1:4242/oauth/github',
    });
  });

  test('the first real key switches the whole sandbox off, and a provider without keys is off', () => {
    const { world, google, checkoutProvider } = env({
      ...development,
      STRIPE_SECRET_KEY: 'sk_test_0123456789',
      STRIPE_WEBHOOK_SECRET: 'whsec_0123456789abcdef',
    });
    expect(world).toEqual({
      mode: 'test',
      sandboxUrl: null,
      sandboxSecret: null,
      stripe: { secretKey: 'sk_test_0123456789', webhookSecrets: ['whsec_0123456789abcdef'] },
      dodo: null,
    });
    expect({ google, checkoutProvider }).toEqual({ google: null, checkoutProvider: 'stripe' });
  });

  test('taxes at Stripe are off until they are said to be on', () => {
    expect(env(development).stripeTaxes).toEqual({ automatic: false, taxId: false, address: 'auto' });
    const said = { STRIPE_AUTOMATIC_TAX: 'on', STRIPE_TAX_ID_COLLECTION: 'on', STRIPE_BILLING_ADDRESS: 'required' };
    expect(env({ ...development, ...said }).stripeTaxes).toEqual({ automatic: true, taxId: true, address: 'required' });
    expect(problems({ ...development, STRIPE_AUTOMATIC_TAX: 'yes' })).toContain('STRIPE_AUTOMATIC_TAX');
  });

  test('empty lines count as not set', () => {
    expect(env({ ...development, STRIPE_SECRET_KEY: '', APP_ENV: ' ', CRON_SECRET: '' }).world.mode).toBe('sandbox');
  });

  test('two webhook secrets are both believed while one is being replaced', () => {
    const { world } = env({
      ...development,
      STRIPE_SECRET_KEY: 'rk_test_0123456789',
      STRIPE_WEBHOOK_SECRET: 'whsec_0123456789abcdef, whsec_fedcba9876543210',
    });
    expect(world.stripe?.webhookSecrets).toHaveLength(2);
  });
});

describe('in production', () => {
  test('a complete environment starts, on real money', () => {
    const { appEnv, world, checkoutProvider, trustProxy } = env(production);
    expect({ appEnv, mode: world.mode, checkoutProvider, trustProxy }).toEqual({
      appEnv: 'production',
      mode: 'live',
      checkoutProvider: 'stripe',
      trustProxy: 0,
    });
  });

  test.each([
    ['no database', { DATABASE_URL: undefined }, /DATABASE_URL is missing/],
    ['no secret', { AUTH_SECRET: undefined }, /AUTH_SECRET is missing/],
    ['a short secret', { AUTH_SECRET: 'too-short' }, /AUTH_SECRET is too short/],
    [
      'the example secret',
      { AUTH_SECRET: 'example-run-npm-run-setup-for-a-fresh-one' },
      /AUTH_SECRET still has its example/,
    ],
    ['plain http', { APP_URL: 'http://app.tollgate.test' }, /APP_URL must start with https/],
    ['a path in the address', { APP_URL: 'https://app.tollgate.test/shop' }, /APP_URL must be an origin/],
    ['no sender', { MAIL_FROM: '' }, /MAIL_FROM is missing/],
    ['a sandbox', { SANDBOX_URL: 'http://127.0.0.1:4242' }, /SANDBOX_URL must not be set/],
    ['test keys', { STRIPE_SECRET_KEY: 'sk_test_0123456789' }, /test keys are refused/],
    ['something that is no key', { STRIPE_SECRET_KEY: 'pk_live_0123456789' }, /STRIPE_SECRET_KEY must be/],
    ['no provider', { STRIPE_SECRET_KEY: undefined }, /no payment provider/],
    ['no webhook secret', { STRIPE_WEBHOOK_SECRET: '' }, /STRIPE_WEBHOOK_SECRET is missing/],
    ['an empty webhook secret', { STRIPE_WEBHOOK_SECRET: 'whsec_' }, /STRIPE_WEBHOOK_SECRET must be/],
    [
      'a blank among the secrets',
      { STRIPE_WEBHOOK_SECRET: 'whsec_0123456789abcdef,' },
      /STRIPE_WEBHOOK_SECRET must be/,
    ],
    [
      'a Dodo key of unknown mode',
      { DODO_PAYMENTS_API_KEY: 'k', DODO_PAYMENTS_WEBHOOK_KEY: 'whsec_0123456789abcdef' },
      /say test_mode or live_mode/,
    ],
    [
      'one provider live and one not',
      {
        DODO_PAYMENTS_API_KEY: 'k',
        DODO_PAYMENTS_WEBHOOK_KEY: 'whsec_0123456789abcdef',
        DODO_PAYMENTS_ENVIRONMENT: 'test_mode',
      },
      /disagree/,
    ],
    ['a provider that is not there', { CHECKOUT_PROVIDER: 'dodo' }, /dodo is not configured/],
    ['half an OAuth client', { AUTH_GITHUB_ID: 'abc' }, /AUTH_GITHUB_SECRET is missing/],
    ['an unknown mode', { APP_ENV: 'prod' }, /APP_ENV must be one of/],
    ['a strange number of proxies', { TRUST_PROXY: 'yes' }, /TRUST_PROXY must be/],
  ])('%s is refused, and the variable is named', (_, change, words) => {
    expect(problems({ ...production, ...change })).toMatch(words);
  });

  test('no problem ever shows a value', () => {
    const spoilt = { ...production, AUTH_SECRET: 'hunter2', DATABASE_URL: 'mysql://hunter2', APP_ENV: 'hunter2' };
    expect(problems(spoilt)).not.toContain('hunter2');
  });
});

describe('where play money may go', () => {
  const built = { ...development, NODE_ENV: 'production' };

  test('a production build of which nothing is said is production', () => {
    expect(problems(built)).toMatch(/SANDBOX_URL must not be set when APP_ENV is production/);
  });

  test('a production build takes play money in tests', () => {
    expect(env({ ...built, APP_ENV: 'test' }).world.mode).toBe('sandbox');
  });

  test('a production build called development does not', () => {
    expect(problems({ ...built, APP_ENV: 'development' })).toMatch(/takes no play money/);
  });

  test('the sandbox is on this machine or nowhere', () => {
    expect(problems({ ...development, SANDBOX_URL: 'http://sandbox.internal:4242' })).toMatch(/on this machine/);
  });

  test('live keys do not start outside production', () => {
    const live = {
      STRIPE_SECRET_KEY: production.STRIPE_SECRET_KEY,
      STRIPE_WEBHOOK_SECRET: production.STRIPE_WEBHOOK_SECRET,
    };
    expect(problems({ ...development, ...live })).toMatch(/live keys are refused when APP_ENV is development/);
    expect(problems({ ...production, APP_ENV: 'preview' })).toMatch(/live keys are refused when APP_ENV is preview/);
  });

  test('a preview takes test keys', () => {
    const { world } = env({ ...production, APP_ENV: 'preview', STRIPE_SECRET_KEY: 'sk_test_0123456789' });
    expect(world.mode).toBe('test');
  });
});

describe('who writes to customers', () => {
  const written = (said: string, more: Source = development) => {
    const { stripe, dodo } = env({ ...more, MAILS_FROM_PROVIDER: said }).mailsFromProvider;
    return { stripe: [...stripe], dodo: [...dodo] };
  };

  test('is us in the sandbox, and Dodo itself for what it always writes', () => {
    expect(written('')).toEqual({ stripe: [], dodo: [] });
    const real = {
      ...development,
      DODO_PAYMENTS_API_KEY: 'dodo_test_key_of_a_test',
      DODO_PAYMENTS_ENVIRONMENT: 'test_mode',
      DODO_PAYMENTS_WEBHOOK_KEY: `whsec_${'a'.repeat(32)}`,
    };
    expect(written('', real)).toEqual({ stripe: [], dodo: ['receipt', 'refund'] });
    expect(written('none', real)).toEqual({ stripe: [], dodo: [] });
  });

  test('is said for each kind, at both providers or at one', () => {
    expect(written('receipt, stripe:payment_failed,dodo:ended')).toEqual({
      stripe: ['receipt', 'payment-failed'],
      dodo: ['receipt', 'ended'],
    });
  });

  test.each(['recipt', 'paypal:receipt', 'none,receipt', 'toString'])('is not guessed from %j', (said) => {
    expect(problems({ ...development, MAILS_FROM_PROVIDER: said })).toContain('MAILS_FROM_PROVIDER');
  });
});

test('the values of .env.example are refused', () => {
  const lines = readFileSync('.env.example', 'utf8').matchAll(/^([A-Z_]+)=(.*)$/gm);
  const example = Object.fromEntries([...lines].map(([, name = '', value = '']) => [name, value]));
  const said = problems({ ...example, DATABASE_URL: development.DATABASE_URL });
  for (const name of ['AUTH_SECRET', 'SANDBOX_SECRET', 'CRON_SECRET'])
    expect(said).toMatch(`${name} still has its example`);
});
