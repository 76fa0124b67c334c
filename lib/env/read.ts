import { SITE } from '@/config/site';
import type { AppEnv } from './app-env';
import { decideAppEnv } from './app-env';
import { type EffectsWebhook, effectsWebhook } from './effects';
import { type EmailsFromProvider, emailsFromProvider } from './emails';
import { type OAuthClient, oauthClient } from './oauth';
import { decidePaymentEnv, type PaymentEnv } from './payment-env';
import { type Variables, variables } from './variables';

export interface Environment {
  readonly appEnv: AppEnv;
  /** Origin without a trailing slash. All absolute links use it, never the Host header. */
  readonly appUrl: string;
  readonly appId: string;
  readonly databaseUrl: string;
  /** Connections of one process, and seconds after which PostgreSQL stops what takes too long. */
  readonly database: {
    readonly poolSize: number;
    /** Whether a pooler gives each transaction another connection: `?pgbouncer=true`, as in Prisma's documentation. */
    readonly pooled: boolean;
    readonly statementTimeout: number;
    readonly lockTimeout: number;
    readonly idleTransactionTimeout: number;
  };
  readonly authSecret: string;
  /** Names people by hash where a record outlives their account. Never rotated. */
  readonly personHashKey: string;
  readonly github: OAuthClient | null;
  readonly google: OAuthClient | null;
  readonly smtpUrl: string;
  readonly mailFrom: string;
  readonly emailsFromProvider: EmailsFromProvider;
  readonly checkoutProvider: 'stripe' | 'dodo' | 'choice';
  readonly billing: {
    /** When false, nothing that moves money or changes a subscription is sent to a provider; webhooks are still processed. */
    readonly actions: boolean;
    /** Whether a full refund of the current period, or a lost dispute, ends the subscription it paid for. */
    readonly endOnRefund: boolean;
  };
  /** Tax settings of Stripe Checkout. Dodo, as the merchant of record, handles taxes. */
  readonly stripeTaxes: {
    readonly automatic: boolean;
    readonly taxId: boolean;
    readonly address: 'auto' | 'required';
  };
  /** Number of trusted proxies in front of the app; with 0, forwarded headers are ignored. */
  readonly trustProxy: number;
  readonly logLevel: Variables['LOG_LEVEL'];
  /** Maxima that tests put in the place of those in lib/rate-limits.ts. */
  readonly rateLimits: Variables['RATE_LIMITS'];
  readonly effectsWebhook: EffectsWebhook | null;
  /** Requests a second that all processes together send to a provider; null in the sandbox, which has no limit. */
  readonly providerRates: Readonly<Record<'stripe' | 'dodo', number | null>>;
  /** Days that rows are kept, by the names of lib/retention.ts. */
  readonly retention: Variables['RETENTION_DAYS'];
  readonly cronSecret: string | null;
  /** Whether this process runs the jobs itself. Not where it may be frozen between requests: /api/cron/[job] is called there. */
  readonly scheduler: boolean;
  /** Bearer token for /api/metrics; without it, there is no such route. */
  readonly metricsToken: string | null;
  /** Where traces go, an OTLP receiver over HTTP; null for nowhere. */
  readonly tracesEndpoint: string | null;
  /** Who learns of new alerts. */
  readonly alerts: { readonly emails: readonly string[]; readonly webhookUrl: string | null };
  readonly payments: PaymentEnv;
}

export type Source = Readonly<Record<string, string | undefined>>;
export type Reading =
  | { readonly ok: true; readonly env: Environment }
  | { readonly ok: false; readonly problems: string[] };

/** Reads and validates the environment. Problems name the variable and never contain its value. */
export function readEnvironment(source: Source): Reading {
  const parsed = variables.safeParse(source);
  if (!parsed.success)
    return {
      ok: false,
      problems: parsed.error.issues.map((issue) => `${issue.path.join('.')} ${describeIssue(issue)}`),
    };
  const v = parsed.data;
  const problems: string[] = [];
  const report = (problem: string) => void problems.push(problem);
  const appEnv = decideAppEnv(v.APP_ENV, v.NODE_ENV);
  const deployed = appEnv === 'production' || appEnv === 'preview';
  const need = (name: keyof Variables & string, value: string | undefined): string => {
    if (value === undefined) report(`${name} is missing: ${deployed ? 'set it' : 'run npm run setup, or set it'}`);
    return value ?? '';
  };
  const payments = decidePaymentEnv(v, appEnv, report);
  const authSecret = need('AUTH_SECRET', v.AUTH_SECRET);
  if (deployed && Object.keys(v.RATE_LIMITS).length > 0)
    report('RATE_LIMITS is for tests: when the app is deployed, change lib/rate-limits.ts');
  const mailFrom = deployed ? need('MAIL_FROM', v.MAIL_FROM) : (v.MAIL_FROM ?? SITE.sender);
  const env: Environment = {
    appEnv,
    appUrl: originOf(need('APP_URL', v.APP_URL), deployed, report),
    appId: v.APP_ID,
    databaseUrl: need('DATABASE_URL', v.DATABASE_URL),
    database: {
      poolSize: v.DATABASE_POOL_SIZE,
      pooled: isPooled(v.DATABASE_URL),
      statementTimeout: v.DATABASE_STATEMENT_TIMEOUT,
      lockTimeout: v.DATABASE_LOCK_TIMEOUT,
      idleTransactionTimeout: v.DATABASE_IDLE_TRANSACTION_TIMEOUT,
    },
    authSecret,
    personHashKey: deployed ? need('PERSON_HASH_KEY', v.PERSON_HASH_KEY) : (v.PERSON_HASH_KEY ?? authSecret),
    github: oauthClient('GITHUB', v.AUTH_GITHUB_ID, v.AUTH_GITHUB_SECRET, payments, report),
    google: oauthClient('GOOGLE', v.AUTH_GOOGLE_ID, v.AUTH_GOOGLE_SECRET, payments, report),
    smtpUrl: need('SMTP_URL', v.SMTP_URL),
    mailFrom,
    emailsFromProvider: emailsFromProvider(v.MAILS_FROM_PROVIDER, payments, report),
    checkoutProvider: checkoutProvider(v, payments, report),
    billing: { actions: v.BILLING_ACTIONS !== 'off', endOnRefund: v.BILLING_END_ON_REFUND !== 'off' },
    stripeTaxes: {
      automatic: v.STRIPE_AUTOMATIC_TAX === 'on',
      taxId: v.STRIPE_TAX_ID_COLLECTION === 'on',
      address: v.STRIPE_BILLING_ADDRESS ?? 'auto',
    },
    trustProxy: trustProxy(v, deployed, report),
    logLevel: v.LOG_LEVEL,
    rateLimits: v.RATE_LIMITS,
    effectsWebhook: effectsWebhook(v, deployed, report),
    providerRates: providerRates(v, payments),
    retention: v.RETENTION_DAYS,
    cronSecret: v.CRON_SECRET ?? null,
    scheduler: v.SCHEDULER === undefined ? !isServerless(v) : v.SCHEDULER === 'on',
    metricsToken: v.METRICS_TOKEN ?? null,
    tracesEndpoint: v.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    alerts: { emails: v.ALERT_EMAILS, webhookUrl: v.ALERT_WEBHOOK_URL ?? null },
    payments,
  };
  return problems.length === 0 ? { ok: true, env } : { ok: false, problems };
}

/** For `npm start` and `register()`: whether the server may start, and if not, why. */
export function checkEnvironment(source: Source): { ok: boolean; problems: string[] } {
  const reading = readEnvironment(source);
  return reading.ok ? { ok: true, problems: [] } : { ok: false, problems: reading.problems };
}

/**
 * Some way below what they allow: Stripe 100 a second with live keys and 25 with test keys (docs.stripe.com/rate-limits),
 * Dodo 40 (docs.dodopayments.com/api-reference/introduction).
 */
const RATES = { sandbox: { stripe: null, dodo: null }, test: { stripe: 20, dodo: 30 }, live: { stripe: 80, dodo: 30 } };

function providerRates({ PROVIDER_RATE_LIMITS: given }: Variables, { mode }: PaymentEnv) {
  return { ...RATES[mode], ...given };
}

function isPooled(url: string | undefined): boolean {
  return url !== undefined && new URL(url).searchParams.get('pgbouncer') === 'true';
}

function originOf(raw: string, deployed: boolean, report: (problem: string) => void): string {
  if (raw === '') return raw;
  const url = new URL(raw);
  if (url.pathname !== '/' || url.search !== '') report('APP_URL must be an origin, without a path');
  if (deployed && url.protocol !== 'https:') report('APP_URL must start with https:// when the app is deployed');
  return url.origin;
}

function isOnVercel({ VERCEL }: Variables): boolean {
  return VERCEL === '1';
}

/** Serverless platforms stop a process between two requests. */
function isServerless(v: Variables): boolean {
  return isOnVercel(v) || v.AWS_LAMBDA_FUNCTION_NAME !== undefined;
}

/**
 * Must be set when the app is deployed: behind a proxy that isn't counted, every customer has the proxy's address, and one
 * of them uses up everyone's limits. Vercel's own proxy overwrites X-Forwarded-For with the client's address
 * (vercel.com/docs/headers/request-headers), so there it is 1.
 */
function trustProxy(v: Variables, deployed: boolean, report: (problem: string) => void): number {
  const onVercel = isOnVercel(v);
  if (onVercel && v.TRUST_PROXY === 0)
    report('TRUST_PROXY must not be 0 on Vercel, where every request comes through its proxy: leave it empty');
  if (deployed && !onVercel && v.TRUST_PROXY === undefined)
    report('TRUST_PROXY is missing: set it to the number of your proxies in front of the app, or 0');
  return v.TRUST_PROXY ?? (onVercel ? 1 : 0);
}

function checkoutProvider(
  v: Variables,
  payments: PaymentEnv,
  report: (problem: string) => void,
): 'stripe' | 'dodo' | 'choice' {
  const chosen = v.CHECKOUT_PROVIDER;
  if ((chosen === 'stripe' && !payments.stripe) || (chosen === 'dodo' && !payments.dodo))
    report(`CHECKOUT_PROVIDER is ${chosen}, but ${chosen} is not configured`);
  if (chosen === 'stripe' || chosen === 'dodo') return chosen;
  if (payments.stripe && payments.dodo) return 'choice';
  return payments.stripe ? 'stripe' : 'dodo';
}

/** Lists the allowed values of an enum; never quotes the given value. */
function describeIssue(issue: { code?: string; message: string; values?: readonly unknown[] }): string {
  return issue.code === 'invalid_value' ? `must be one of ${(issue.values ?? []).join(', ')}` : issue.message;
}
