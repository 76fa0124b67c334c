import { z } from 'zod';
import { SITE } from '@/config/site';
import { emailAddress } from '../email-address';
import { isRateLimit, type RateLimitName } from '../rate-limits';
import { isRetention, RETENTION, type RetentionName, retentionDays } from '../retention';
import { isCopied, isGuessable } from './secret-strength';

/** An empty value in `.env` means "not set". */
const optional = z
  .string()
  .trim()
  .transform((value) => (value === '' ? undefined : value))
  .optional();

function chosen<const T extends readonly [string, ...string[]]>(values: T) {
  return optional.pipe(z.enum(values).optional());
}

function whole(least: number, most: number, usual: number) {
  return optional.pipe(
    z
      .string()
      .regex(/^\d{1,9}$/, `must be a whole number from ${least} to ${most}`)
      .default(String(usual))
      .transform(Number)
      .refine((given) => given >= least && given <= most, `must be a whole number from ${least} to ${most}`),
  );
}

const list = optional.transform((value) => (value === undefined ? [] : value.split(',').map((part) => part.trim())));

function secret(minimum: number) {
  return optional.superRefine((value, context) => {
    if (value === undefined) return;
    if (value.length < minimum) context.addIssue(`is too short: use at least ${minimum} characters`);
    // The values in .env.example are public.
    else if (isCopied(value)) context.addIssue('still has its example value: run npm run setup');
    else if (isGuessable(value))
      context.addIssue('is too easy to guess: use a random value, for example from openssl rand -base64 32');
  });
}

/** `stripe=40,dodo=10`: requests a second that all processes together send to a provider. */
const providerRates = list.transform((entries, context) => {
  const rates: { stripe?: number; dodo?: number } = {};
  for (const entry of entries) {
    const [, name, perSecond] = /^(stripe|dodo)=([1-9]\d{0,3})$/.exec(entry) ?? [];
    if (name === 'stripe' || name === 'dodo') rates[name] = Number(perSecond);
    else context.addIssue('must be stripe or dodo with requests a second each: stripe=40,dodo=10');
  }
  return rates;
});

/** `events=90,payloads=30`: other numbers of days for some of lib/retention.ts. */
const retention = list.transform((entries, context) => {
  const days: Partial<Record<RetentionName, number>> = {};
  for (const entry of entries) {
    const [, name = '', given = ''] = /^([a-z-]+)=(\d{1,5})$/.exec(entry) ?? [];
    if (!isRetention(name)) context.addIssue('must be names of lib/retention.ts with days each: events=90');
    else if (Number(given) < RETENTION[name].least)
      context.addIssue(`must keep ${name} for at least ${RETENTION[name].least} days`);
    else days[name] = Number(given);
  }
  return retentionDays(days);
});

/** `checkout-account=100,checkout-client=1000`: other maxima for some of lib/rate-limits.ts. */
const rateLimits = list.transform((entries, context) => {
  const maxima: Partial<Record<RateLimitName, number>> = {};
  for (const entry of entries) {
    const [, name = '', max = ''] = /^([a-z-]+)=(\d{1,6})$/.exec(entry) ?? [];
    if (isRateLimit(name)) maxima[name] = Number(max);
    else context.addIssue('must be names of lib/rate-limits.ts with a maximum each: checkout-account=100');
  }
  return maxima;
});

function url(protocols: readonly string[]) {
  return optional.superRefine((value, context) => {
    if (value === undefined) return;
    if (!URL.canParse(value)) context.addIssue('is not a URL');
    else if (!protocols.includes(new URL(value).protocol))
      context.addIssue(`must start with ${protocols.join(' or ')}//`);
  });
}

/** `billing@acme.example`, or with a name before it: `Acme <billing@acme.example>`. */
const sender = optional.superRefine((value, context) => {
  if (value === undefined) return;
  const named = value.endsWith('>') ? value.lastIndexOf('<') : -1;
  const address = named === -1 ? value : value.slice(named + 1, -1);
  if (!emailAddress.safeParse(address).success)
    context.addIssue('must be an address, or a name and an address: Acme <billing@acme.example>');
});

/** Every variable the app reads, validated one by one. `payment-env.ts` checks how they combine. */
export const variables = z.object({
  NODE_ENV: optional,
  APP_ENV: chosen(['development', 'test', 'preview', 'production']),
  APP_URL: url(['http:', 'https:']),
  APP_ID: optional
    .default(SITE.id)
    .pipe(z.string().regex(/^[a-z0-9][a-z0-9_-]{1,30}$/, 'must be a short lowercase name')),
  DATABASE_URL: url(['postgres:', 'postgresql:']),
  DATABASE_POOL_SIZE: whole(1, 200, 8),
  DATABASE_STATEMENT_TIMEOUT: whole(1, 600, 30),
  DATABASE_LOCK_TIMEOUT: whole(1, 600, 10),
  DATABASE_IDLE_TRANSACTION_TIMEOUT: whole(20, 600, 30),
  AUTH_SECRET: secret(32),
  PERSON_HASH_KEY: secret(32),
  AUTH_GITHUB_ID: optional,
  AUTH_GITHUB_SECRET: optional,
  AUTH_GOOGLE_ID: optional,
  AUTH_GOOGLE_SECRET: optional,
  SMTP_URL: url(['smtp:', 'smtps:']),
  MAIL_FROM: sender,
  MAILS_FROM_PROVIDER: list,
  STRIPE_SECRET_KEY: optional.pipe(
    z
      .string()
      .regex(
        /^(sk|rk)_(test|live)_\w{8,}$/,
        'must be a secret or restricted key: sk_test_…, rk_test_…, sk_live_… or rk_live_…',
      )
      .optional(),
  ),
  STRIPE_WEBHOOK_SECRET: list,
  STRIPE_AUTOMATIC_TAX: chosen(['on', 'off']),
  STRIPE_TAX_ID_COLLECTION: chosen(['on', 'off']),
  STRIPE_BILLING_ADDRESS: chosen(['auto', 'required']),
  DODO_PAYMENTS_API_KEY: optional,
  DODO_PAYMENTS_WEBHOOK_KEY: list,
  DODO_PAYMENTS_ENVIRONMENT: chosen(['test_mode', 'live_mode']),
  SANDBOX_URL: url(['http:']),
  SANDBOX_SECRET: secret(16),
  BILLING_ACTIONS: chosen(['on', 'off']),
  BILLING_END_ON_REFUND: chosen(['on', 'off']),
  CHECKOUT_PROVIDER: chosen(['stripe', 'dodo', 'choice']),
  EFFECTS_WEBHOOK_URL: url(['https:', 'http:']),
  EFFECTS_WEBHOOK_SECRET: optional,
  CRON_SECRET: secret(16),
  SCHEDULER: chosen(['on', 'off']),
  METRICS_TOKEN: secret(16),
  OTEL_EXPORTER_OTLP_ENDPOINT: url(['https:', 'http:']),
  ALERT_EMAILS: list.pipe(z.array(emailAddress)),
  ALERT_WEBHOOK_URL: url(['https:', 'http:']),
  TRUST_PROXY: optional.pipe(
    z
      .string()
      .regex(/^(\d|true|false)$/, 'must be the number of proxies in front of the app (0 to 9), true, or false')
      .transform((value) => (value === 'true' ? 1 : value === 'false' ? 0 : Number(value)))
      .optional(),
  ),
  /** Vercel sets it to 1 in every build and function (vercel.com/docs/environment-variables/system-environment-variables). */
  VERCEL: optional,
  /** AWS Lambda sets it (docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html); platforms built on it run there too. */
  AWS_LAMBDA_FUNCTION_NAME: optional,
  PROVIDER_RATE_LIMITS: providerRates,
  RETENTION_DAYS: retention,
  RATE_LIMITS: rateLimits,
  LOG_LEVEL: chosen(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
});

export type Variables = z.output<typeof variables>;
