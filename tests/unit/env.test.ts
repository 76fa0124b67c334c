import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkEnvironment, type Environment, readEnvironment, type Source } from '@/lib/env/read';
import { development, production } from '../fixtures/environments';

function env(source: Source): Environment {
  const reading = readEnvironment(source);
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  return reading.env;
}

const preview = { APP_ENV: 'preview', STRIPE_SECRET_KEY: 'sk_test_0123456789' };

const problems = (source: Source) => checkEnvironment(source).problems.join('\n');

describe('on a laptop', () => {
  test('no keys mean the sandbox, for both providers', () => {
    const { payments, checkoutProvider, appEnv } = env(development);
    expect({ appEnv, checkoutProvider, mode: payments.mode }).toEqual({
      appEnv: 'development',
      checkoutProvider: 'choice',
      mode: 'sandbox',
    });
    expect(payments.stripe).toMatchObject({ host: '127.0.0.1', port: 4242, protocol: 'http' });
    expect(payments.dodo).toMatchObject({ baseUrl: 'http://127.0.0.1:4242/dodo', environment: null });
  });

  test('the sandbox’s keys come from the secret that both sides know', () => {
    const derived = (name: string) => createHmac('sha256', development.SANDBOX_SECRET).update(name);
    const { payments, github } = env(development);
    expect(payments.stripe?.webhookSecrets).toEqual([`whsec_${derived('stripe-webhook').digest('hex')}`]);
    expect(payments.dodo?.webhookKeys).toEqual([`whsec_${derived('dodo-webhook').digest('base64')}`]);
    expect(github).toEqual({
      id: 'sandbox',
      secret: derived('oauth').digest('hex'),
      sandboxUrl: 'http://127.0.0.1:4242/oauth/github',
    });
  });

  test('the first real key turns the whole sandbox off, and a provider without keys is off', () => {
    const { payments, google, checkoutProvider } = env({
      ...development,
      STRIPE_SECRET_KEY: 'sk_test_0123456789',
      STRIPE_WEBHOOK_SECRET: 'whsec_7Jq2mXv9TzKc41Rb',
    });
    expect(payments).toEqual({
      mode: 'test',
      sandboxUrl: null,
      sandboxSecret: null,
      stripe: { secretKey: 'sk_test_0123456789', webhookSecrets: ['whsec_7Jq2mXv9TzKc41Rb'] },
      dodo: null,
    });
    expect({ google, checkoutProvider }).toEqual({ google: null, checkoutProvider: 'stripe' });
  });

  test('taxes at Stripe are off until they are turned on', () => {
    expect(env(development).stripeTaxes).toEqual({ automatic: false, taxId: false, address: 'auto' });
    const said = { STRIPE_AUTOMATIC_TAX: 'on', STRIPE_TAX_ID_COLLECTION: 'on', STRIPE_BILLING_ADDRESS: 'required' };
    expect(env({ ...development, ...said }).stripeTaxes).toEqual({ automatic: true, taxId: true, address: 'required' });
    expect(problems({ ...development, STRIPE_AUTOMATIC_TAX: 'yes' })).toContain('STRIPE_AUTOMATIC_TAX');
  });

  test('billing actions and ending refunded subscriptions are on until they are turned off', () => {
    expect(env(development).billing).toEqual({ actions: true, endOnRefund: true });
    const off = env({ ...development, BILLING_ACTIONS: 'off', BILLING_END_ON_REFUND: 'off' });
    expect(off.billing).toEqual({ actions: false, endOnRefund: false });
    expect(problems({ ...development, BILLING_ACTIONS: 'no' })).toContain('BILLING_ACTIONS');
  });

  test('empty lines count as not set', () => {
    expect(env({ ...development, STRIPE_SECRET_KEY: '', APP_ENV: ' ', CRON_SECRET: '' }).payments.mode).toBe('sandbox');
  });

  test('two webhook secrets are both accepted during a rotation', () => {
    const { payments } = env({
      ...development,
      STRIPE_SECRET_KEY: 'rk_test_0123456789',
      STRIPE_WEBHOOK_SECRET: 'whsec_7Jq2mXv9TzKc41Rb, whsec_Lw8sNfYd03Gh6PuE',
    });
    expect(payments.stripe?.webhookSecrets).toHaveLength(2);
  });
});

describe('in production', () => {
  test('a complete environment starts, with real money', () => {
    const { appEnv, payments, checkoutProvider, trustProxy } = env(production);
    expect({ appEnv, mode: payments.mode, checkoutProvider, trustProxy }).toEqual({
      appEnv: 'production',
      mode: 'live',
      checkoutProvider: 'stripe',
      trustProxy: 1,
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
    ['a path in the URL', { APP_URL: 'https://app.tollgate.test/shop' }, /APP_URL must be an origin/],
    ['no sender', { MAIL_FROM: '' }, /MAIL_FROM is missing/],
    ['a sender without an address', { MAIL_FROM: 'Acme' }, /MAIL_FROM must be an address/],
    ['a sender whose address is none', { MAIL_FROM: 'Acme <billing>' }, /MAIL_FROM must be an address/],
    ['a sandbox', { SANDBOX_URL: 'http://127.0.0.1:4242' }, /SANDBOX_URL must not be set/],
    ['test keys', { STRIPE_SECRET_KEY: 'sk_test_0123456789' }, /test keys are refused/],
    ['something that is not a key', { STRIPE_SECRET_KEY: 'pk_live_0123456789' }, /STRIPE_SECRET_KEY must be/],
    ['no provider', { STRIPE_SECRET_KEY: undefined }, /no payment provider/],
    ['no webhook secret', { STRIPE_WEBHOOK_SECRET: '' }, /STRIPE_WEBHOOK_SECRET is missing/],
    ['an empty webhook secret', { STRIPE_WEBHOOK_SECRET: 'whsec_' }, /STRIPE_WEBHOOK_SECRET must be/],
    [
      'a blank among the secrets',
      { STRIPE_WEBHOOK_SECRET: 'whsec_7Jq2mXv9TzKc41Rb,' },
      /STRIPE_WEBHOOK_SECRET must be/,
    ],
    [
      'a Dodo key of unknown mode',
      { DODO_PAYMENTS_API_KEY: 'k', DODO_PAYMENTS_WEBHOOK_KEY: 'whsec_7Jq2mXv9TzKc41Rb' },
      /set it to test_mode or live_mode/,
    ],
    [
      'one provider live and one not',
      {
        DODO_PAYMENTS_API_KEY: 'k',
        DODO_PAYMENTS_WEBHOOK_KEY: 'whsec_7Jq2mXv9TzKc41Rb',
        DODO_PAYMENTS_ENVIRONMENT: 'test_mode',
      },
      /must both be test or both be live/,
    ],
    ['a provider that does not exist', { CHECKOUT_PROVIDER: 'dodo' }, /dodo is not configured/],
    ['half an OAuth client', { AUTH_GITHUB_ID: 'abc' }, /AUTH_GITHUB_SECRET is missing/],
    ['an unknown mode', { APP_ENV: 'prod' }, /APP_ENV must be one of/],
    ['an invalid number of proxies', { TRUST_PROXY: 'yes' }, /TRUST_PROXY must be/],
    ['no setting for proxies', { TRUST_PROXY: '' }, /TRUST_PROXY is missing/],
    ['no setting for proxies in a preview', { TRUST_PROXY: '', ...preview }, /TRUST_PROXY is missing/],
    ['no proxy at Vercel, which is one', { TRUST_PROXY: '0', VERCEL: '1' }, /TRUST_PROXY must not be 0 on Vercel/],
    ['no key for data that outlives an account', { PERSON_HASH_KEY: '' }, /PERSON_HASH_KEY is missing/],
    ['limits made for tests', { RATE_LIMITS: 'checkout-account=100' }, /RATE_LIMITS is for tests/],
    ['a limit that does not exist', { RATE_LIMITS: 'checkout-acount=100' }, /RATE_LIMITS must be names/],
    ['a limit that is not a number', { RATE_LIMITS: 'checkout-account=lots' }, /RATE_LIMITS must be names/],
    ['a pool without connections', { DATABASE_POOL_SIZE: '0' }, /DATABASE_POOL_SIZE must be a whole number from 1/],
    ['a statement that may run forever', { DATABASE_STATEMENT_TIMEOUT: '0' }, /DATABASE_STATEMENT_TIMEOUT must be/],
    ['a timeout with a unit', { DATABASE_LOCK_TIMEOUT: '10s' }, /DATABASE_LOCK_TIMEOUT must be a whole number/],
    [
      'a transaction that is cut off while it works',
      { DATABASE_IDLE_TRANSACTION_TIMEOUT: '5' },
      /DATABASE_IDLE_TRANSACTION_TIMEOUT must be a whole number from 20/,
    ],
    [
      'events that Stripe still lists',
      { RETENTION_DAYS: 'events=30' },
      /RETENTION_DAYS must keep events for at least 35/,
    ],
    ['a kind of row that does not exist', { RETENTION_DAYS: 'payments=30' }, /RETENTION_DAYS must be names/],
    ['a provider that may not be called', { PROVIDER_RATE_LIMITS: 'stripe=0' }, /PROVIDER_RATE_LIMITS must be stripe/],
  ])('%s is rejected, and the variable is named', (_, change, words) => {
    expect(problems({ ...production, ...change })).toMatch(words);
  });

  test('the retention of rows and the request rate of providers can be set individually', () => {
    const set = env({ ...production, RETENTION_DAYS: 'events=90, payloads=30', PROVIDER_RATE_LIMITS: 'stripe=40' });
    expect(set.retention).toMatchObject({ events: 90, payloads: 30, emails: 400 });
    expect(set.providerRates).toEqual({ stripe: 40, dodo: 30 });
    expect(env(development).providerRates).toEqual({ stripe: null, dodo: null });
  });

  test('a pooler is recognized by the parameter of its URL', () => {
    expect(env(production).database).toMatchObject({ pooled: false, poolSize: 8, statementTimeout: 30 });
    expect(env({ ...production, DATABASE_URL: `${production.DATABASE_URL}?pgbouncer=true` }).database.pooled).toBe(
      true,
    );
  });

  test('no proxy at all is fine if configured, and Vercel configures its own', () => {
    expect(env({ ...production, TRUST_PROXY: '0' }).trustProxy).toBe(0);
    expect(env({ ...production, TRUST_PROXY: '', VERCEL: '1' }).trustProxy).toBe(1);
    expect(env({ ...production, TRUST_PROXY: '2', VERCEL: '1' }).trustProxy).toBe(2);
    expect(env(development).trustProxy).toBe(0);
  });

  test('jobs run in the process, except where it is stopped between two requests, or when told otherwise', () => {
    expect(env(production).scheduler).toBe(true);
    expect(env({ ...production, TRUST_PROXY: '', VERCEL: '1' }).scheduler).toBe(false);
    expect(env({ ...production, AWS_LAMBDA_FUNCTION_NAME: 'app' }).scheduler).toBe(false);
    expect(env({ ...production, SCHEDULER: 'off' }).scheduler).toBe(false);
    expect(env({ ...production, TRUST_PROXY: '', VERCEL: '1', SCHEDULER: 'on' }).scheduler).toBe(true);
  });

  const GUESSED = [
    ...['a'.repeat(32), 'a'.repeat(200), 'abc'.repeat(11), 'abcdefgh'.repeat(8), 'ab'.repeat(40), `${'0'.repeat(31)}1`],
    ...['abcdefghijklmnopqrstuvwxyz012345', '0123456789abcdef0123456789abcdef', 'zyxwvutsrqponmlkjihgfedcba987654'],
    ...['12345678901234567890123456789012', 'tollgatetollgatetollgatetollgate', 'aabbccddeeffgghhiijjkkllmmnnoopp'],
    ...['aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb', '00112233445566778899aabbccddeeff', 'acegikmoqsuwyacegikmoqsuwyacegik'],
  ];
  const SIGNING = ['AUTH_SECRET', 'PERSON_HASH_KEY', 'CRON_SECRET', 'SANDBOX_SECRET'] as const;

  test.each(SIGNING)('a %s that can be guessed is rejected, and the message says how to generate another', (name) => {
    for (const value of GUESSED)
      expect([value, problems({ ...production, [name]: value })]).toEqual([
        value,
        expect.stringMatching(`${name} is too easy to guess: use a random value`),
      ]);
  });

  test.each(SIGNING)('a %s copied from documentation is rejected', (name) => {
    const copied = [
      'your-secret-here-please-32-characters',
      'changeme-changeme-changeme-9d8f7a6b',
      'MySuperSecretKey-84bd9f0c2a7e1-5d6f',
    ];
    for (const value of [...copied, 'replace-this-with-a-random-9d8f7a6b', 'Password-9d8f7a6b5c4e3f2a1b0c9d8e'])
      expect([value, problems({ ...production, [name]: value })]).toEqual([
        value,
        expect.stringMatching(`${name} still has its example`),
      ]);
  });

  test('a guessable webhook secret is rejected: anyone who knows it can forge payments', () => {
    for (const value of ['a'.repeat(32), '0123456789abcdef'])
      expect(problems({ ...production, STRIPE_WEBHOOK_SECRET: `whsec_${value}` })).toMatch(/is too easy to guess/);
  });

  test('random secrets of every usual format are accepted', () => {
    for (let made = 0; made < 200; made += 1) {
      for (const value of [
        ...[randomBytes(16).toString('hex'), randomBytes(32).toString('hex'), randomBytes(32).toString('base64')],
        ...[randomBytes(32).toString('base64url'), randomUUID()],
      ])
        expect(problems({ ...production, AUTH_SECRET: value, CRON_SECRET: value.slice(0, 24) })).toBe('');
    }
  });

  test('no error message ever shows a value', () => {
    const spoilt = { ...production, AUTH_SECRET: 'hunter2', DATABASE_URL: 'mysql://hunter2', APP_ENV: 'hunter2' };
    expect(problems(spoilt)).not.toContain('hunter2');
  });
});

describe('where play money is allowed', () => {
  const built = { ...development, NODE_ENV: 'production' };

  test('a production build without further settings is production', () => {
    expect(problems(built)).toMatch(/SANDBOX_URL must not be set when APP_ENV is production/);
  });

  test('a production build accepts play money in tests', () => {
    expect(env({ ...built, APP_ENV: 'test' }).payments.mode).toBe('sandbox');
  });

  test('a production build called development does not', () => {
    expect(problems({ ...built, APP_ENV: 'development' })).toMatch(/does not run against the sandbox/);
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

  test('a preview accepts test keys', () => {
    const { payments } = env({ ...production, APP_ENV: 'preview', STRIPE_SECRET_KEY: 'sk_test_0123456789' });
    expect(payments.mode).toBe('test');
  });
});

describe('who emails customers', () => {
  const written = (said: string, more: Source = development) => {
    const { stripe, dodo } = env({ ...more, MAILS_FROM_PROVIDER: said }).emailsFromProvider;
    return { stripe: [...stripe], dodo: [...dodo] };
  };

  test('is us in the sandbox, and Dodo for what it always sends', () => {
    expect(written('')).toEqual({ stripe: [], dodo: [] });
    const real = {
      ...development,
      DODO_PAYMENTS_API_KEY: 'dodo_test_key_of_a_test',
      DODO_PAYMENTS_ENVIRONMENT: 'test_mode',
      DODO_PAYMENTS_WEBHOOK_KEY: 'whsec_7Jq2mXv9TzKc41Rb',
    };
    expect(written('', real)).toEqual({ stripe: [], dodo: ['receipt', 'refund'] });
    expect(written('none', real)).toEqual({ stripe: [], dodo: [] });
  });

  test('is set for each kind, at both providers or at one', () => {
    expect(written('receipt, stripe:payment_failed,dodo:ended')).toEqual({
      stripe: ['receipt', 'payment-failed'],
      dodo: ['receipt', 'ended'],
    });
  });

  test.each(['recipt', 'paypal:receipt', 'none,receipt', 'toString'])('is not guessed from %j', (said) => {
    expect(problems({ ...development, MAILS_FROM_PROVIDER: said })).toContain('MAILS_FROM_PROVIDER');
  });
});

test('the values of .env.example are rejected', () => {
  const lines = readFileSync('.env.example', 'utf8').matchAll(/^([A-Z_]+)=(.*)$/gm);
  const example = Object.fromEntries([...lines].map(([, name = '', value = '']) => [name, value]));
  const said = problems({ ...example, DATABASE_URL: development.DATABASE_URL });
  for (const name of ['AUTH_SECRET', 'PERSON_HASH_KEY', 'SANDBOX_SECRET', 'CRON_SECRET'])
    expect(said).toMatch(`${name} still has its example`);
});
