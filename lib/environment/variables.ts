import { z } from 'zod';

/** An empty line in `.env` means "not set". */
const optional = z
  .string()
  .trim()
  .transform((value) => (value === '' ? undefined : value))
  .optional();

function chosen<const T extends readonly [string, ...string[]]>(values: T) {
  return optional.pipe(z.enum(values).optional());
}

const list = optional.transform((value) => (value === undefined ? [] : value.split(',').map((part) => part.trim())));

function secret(minimum: number) {
  return optional.superRefine((value, context) => {
    if (value === undefined) return;
    if (value.length < minimum) context.addIssue(`is too short: use at least ${minimum} characters`);
    // The values of .env.example are public, so a server that accepts them can be forged against.
    if (/example|change.?me|replace/i.test(value)) context.addIssue('still has its example value: run npm run setup');
  });
}

function url(protocols: readonly string[]) {
  return optional.superRefine((value, context) => {
    if (value === undefined) return;
    if (!URL.canParse(value)) context.addIssue('is not a URL');
    else if (!protocols.includes(new URL(value).protocol))
      context.addIssue(`must start with ${protocols.join(' or ')}//`);
  });
}

/** Every variable the application reads, each by itself. What they mean together is decided in `world.ts`. */
export const variables = z.object({
  NODE_ENV: optional,
  APP_ENV: chosen(['development', 'test', 'preview', 'production']),
  APP_URL: url(['http:', 'https:']),
  APP_ID: optional
    .default('tollgate')
    .pipe(z.string().regex(/^[a-z0-9][a-z0-9_-]{1,30}$/, 'must be a short lower-case name')),
  DATABASE_URL: url(['postgres:', 'postgresql:']),
  AUTH_SECRET: secret(32),
  AUTH_GITHUB_ID: optional,
  AUTH_GITHUB_SECRET: optional,
  AUTH_GOOGLE_ID: optional,
  AUTH_GOOGLE_SECRET: optional,
  SMTP_URL: url(['smtp:', 'smtps:']),
  MAIL_FROM: optional,
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
  CHECKOUT_PROVIDER: chosen(['stripe', 'dodo', 'choice']),
  CRON_SECRET: secret(16),
  TRUST_PROXY: optional.default('0').pipe(
    z
      .string()
      .regex(/^(\d|true|false)$/, 'must be the number of proxies in front of the app (0 to 9), true or false')
      .transform((value) => (value === 'true' ? 1 : value === 'false' ? 0 : Number(value))),
  ),
  LOG_LEVEL: chosen(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
});

export type Variables = z.output<typeof variables>;
