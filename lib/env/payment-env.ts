import type { AppEnv } from './app-env';
import { isLoopback } from './app-env';
import { sandboxKeys } from './sandbox-keys';
import { isCopied, isGuessable } from './secret-strength';
import type { Variables } from './variables';

export interface StripeSettings {
  readonly secretKey: string;
  /** Any of them may have signed an event, so that secrets can be rotated. */
  readonly webhookSecrets: readonly string[];
  readonly host?: string;
  readonly port?: number;
  readonly protocol?: 'http' | 'https';
}

export interface DodoSettings {
  readonly apiKey: string;
  readonly webhookKeys: readonly string[];
  readonly environment: 'test_mode' | 'live_mode' | null;
  readonly baseUrl: string | null;
}

/** The payment mode (sandbox, a provider's test mode, or live) and each provider's settings; null means not configured. */
export interface PaymentEnv {
  readonly mode: 'sandbox' | 'test' | 'live';
  readonly sandboxUrl: string | null;
  readonly sandboxSecret: string | null;
  readonly stripe: StripeSettings | null;
  readonly dodo: DodoSettings | null;
}

type Report = (problem: string) => void;

/** Chooses the payment mode and reports every combination of variables that must not start. */
export function decidePaymentEnv(v: Variables, appEnv: AppEnv, report: Report): PaymentEnv {
  const real = v.STRIPE_SECRET_KEY !== undefined || v.DODO_PAYMENTS_API_KEY !== undefined;
  if (v.SANDBOX_URL !== undefined && (appEnv === 'production' || appEnv === 'preview'))
    report(`SANDBOX_URL must not be set when APP_ENV is ${appEnv}: the sandbox is for development and tests`);
  return real ? providers(v, appEnv, report) : sandbox(v, appEnv, report);
}

function providers(v: Variables, appEnv: AppEnv, report: Report): PaymentEnv {
  const stripe = stripeSettings(v, report);
  const dodo = dodoSettings(v, report);
  const modes = new Set<'test' | 'live'>();
  if (stripe) modes.add(/^.._live_/.test(stripe.secretKey) ? 'live' : 'test');
  if (dodo) modes.add(dodo.environment === 'live_mode' ? 'live' : 'test');
  if (modes.size > 1) report('STRIPE_SECRET_KEY and DODO_PAYMENTS_ENVIRONMENT must both be test or both be live');
  const live = modes.has('live');
  if (live && appEnv !== 'production') report(`live keys are refused when APP_ENV is ${appEnv}: use test keys`);
  if (modes.has('test') && appEnv === 'production')
    report('test keys are refused when APP_ENV is production: use live keys');
  return { mode: live ? 'live' : 'test', sandboxUrl: null, sandboxSecret: null, stripe, dodo };
}

function stripeSettings(v: Variables, report: Report): StripeSettings | null {
  if (v.STRIPE_SECRET_KEY === undefined) return null;
  checkWebhookSecrets('STRIPE_WEBHOOK_SECRET', v.STRIPE_WEBHOOK_SECRET, report);
  return { secretKey: v.STRIPE_SECRET_KEY, webhookSecrets: v.STRIPE_WEBHOOK_SECRET };
}

function dodoSettings(v: Variables, report: Report): DodoSettings | null {
  if (v.DODO_PAYMENTS_API_KEY === undefined) return null;
  checkWebhookSecrets('DODO_PAYMENTS_WEBHOOK_KEY', v.DODO_PAYMENTS_WEBHOOK_KEY, report);
  // A Dodo key doesn't reveal its mode, and guessing could charge real cards.
  if (v.DODO_PAYMENTS_ENVIRONMENT === undefined)
    report('DODO_PAYMENTS_ENVIRONMENT is missing: set it to test_mode or live_mode');
  const environment = v.DODO_PAYMENTS_ENVIRONMENT ?? 'test_mode';
  return { apiKey: v.DODO_PAYMENTS_API_KEY, webhookKeys: v.DODO_PAYMENTS_WEBHOOK_KEY, environment, baseUrl: null };
}

/** Anyone can forge a signature for an empty or short secret. */
function checkWebhookSecrets(name: string, secrets: readonly string[], report: Report): void {
  if (secrets.length === 0) report(`${name} is missing: webhooks cannot be verified without it`);
  for (const secret of secrets) {
    if (!/^whsec_[A-Za-z0-9+/=_-]{16,}$/.test(secret))
      report(`${name} must be whsec_ followed by the provider's secret`);
    else if (isCopied(secret)) report(`${name} still has its example value`);
    else if (isGuessable(secret.slice('whsec_'.length)))
      report(`${name} is too easy to guess: copy the secret of the provider's webhook endpoint`);
  }
}

function sandbox(v: Variables, appEnv: AppEnv, report: Report): PaymentEnv {
  const unconfigured: PaymentEnv = { mode: 'sandbox', sandboxUrl: null, sandboxSecret: null, stripe: null, dodo: null };
  if (appEnv === 'production' || appEnv === 'preview') {
    report(`no payment provider is configured: set STRIPE_SECRET_KEY or DODO_PAYMENTS_API_KEY (APP_ENV is ${appEnv})`);
    return unconfigured;
  }
  // A production build may be public, so only tests run one against the sandbox.
  if (v.NODE_ENV === 'production' && appEnv !== 'test')
    report('a production build does not run against the sandbox: set real keys, or APP_ENV=test for local tests');
  if (v.SANDBOX_URL === undefined || v.SANDBOX_SECRET === undefined) {
    report('neither payment keys nor SANDBOX_URL and SANDBOX_SECRET are set: run npm run setup');
    return unconfigured;
  }
  const url = new URL(v.SANDBOX_URL);
  if (!isLoopback(url)) report('SANDBOX_URL must be on this machine (127.0.0.1 or localhost)');
  const keys = sandboxKeys(v.SANDBOX_SECRET);
  return {
    mode: 'sandbox',
    sandboxUrl: url.origin,
    sandboxSecret: v.SANDBOX_SECRET,
    stripe: {
      secretKey: keys.stripeKey,
      webhookSecrets: [keys.stripeWebhookSecret],
      host: url.hostname,
      port: url.port === '' ? 80 : Number(url.port),
      protocol: 'http',
    },
    dodo: {
      apiKey: keys.dodoKey,
      webhookKeys: [keys.dodoWebhookKey],
      environment: null,
      baseUrl: `${url.origin}/dodo`,
    },
  };
}
