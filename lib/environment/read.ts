import type { AppEnv } from './app-env';
import { decideAppEnv } from './app-env';
import { type MailsFromProvider, mailsFromProvider } from './mails';
import { type OAuthClient, oauthClient } from './oauth';
import { type Variables, variables } from './variables';
import { decideWorld, type World } from './world';

export interface Environment {
  readonly appEnv: AppEnv;
  /** Origin, without a trailing slash. Every absolute link is built from it, never from the Host header. */
  readonly appUrl: string;
  readonly appId: string;
  readonly databaseUrl: string;
  readonly authSecret: string;
  readonly github: OAuthClient | null;
  readonly google: OAuthClient | null;
  readonly smtpUrl: string;
  readonly mailFrom: string;
  readonly mailsFromProvider: MailsFromProvider;
  readonly checkoutProvider: 'stripe' | 'dodo' | 'choice';
  /** What Stripe's checkout asks for about taxes; Dodo is the seller itself and sees to them. */
  readonly stripeTaxes: {
    readonly automatic: boolean;
    readonly taxId: boolean;
    readonly address: 'auto' | 'required';
  };
  /** How many proxies in front of the app are ours; 0 believes no forwarded header. */
  readonly trustProxy: number;
  readonly logLevel: Variables['LOG_LEVEL'];
  readonly cronSecret: string | null;
  readonly world: World;
}

export type Source = Readonly<Record<string, string | undefined>>;
export type Reading =
  | { readonly ok: true; readonly env: Environment }
  | { readonly ok: false; readonly problems: string[] };

/** Reads and judges a whole environment. Problems are sentences that name the variable; they never contain a value. */
export function readEnvironment(source: Source): Reading {
  const parsed = variables.safeParse(source);
  if (!parsed.success)
    return { ok: false, problems: parsed.error.issues.map((issue) => `${issue.path.join('.')} ${words(issue)}`) };
  const v = parsed.data;
  const problems: string[] = [];
  const report = (problem: string) => void problems.push(problem);
  const need = (name: keyof Variables & string, value: string | undefined): string => {
    if (value === undefined) report(`${name} is missing: run npm run setup, or set it`);
    return value ?? '';
  };

  const appEnv = decideAppEnv(v.APP_ENV, v.NODE_ENV);
  const deployed = appEnv === 'production' || appEnv === 'preview';
  const world = decideWorld(v, appEnv, report);
  const mailFrom = deployed ? need('MAIL_FROM', v.MAIL_FROM) : (v.MAIL_FROM ?? 'Tollgate <hello@tollgate.test>');
  const env: Environment = {
    appEnv,
    appUrl: originOf(need('APP_URL', v.APP_URL), deployed, report),
    appId: v.APP_ID,
    databaseUrl: need('DATABASE_URL', v.DATABASE_URL),
    authSecret: need('AUTH_SECRET', v.AUTH_SECRET),
    github: oauthClient('GITHUB', v.AUTH_GITHUB_ID, v.AUTH_GITHUB_SECRET, world, report),
    google: oauthClient('GOOGLE', v.AUTH_GOOGLE_ID, v.AUTH_GOOGLE_SECRET, world, report),
    smtpUrl: need('SMTP_URL', v.SMTP_URL),
    mailFrom,
    mailsFromProvider: mailsFromProvider(v.MAILS_FROM_PROVIDER, world, report),
    checkoutProvider: checkoutProvider(v, world, report),
    stripeTaxes: {
      automatic: v.STRIPE_AUTOMATIC_TAX === 'on',
      taxId: v.STRIPE_TAX_ID_COLLECTION === 'on',
      address: v.STRIPE_BILLING_ADDRESS ?? 'auto',
    },
    trustProxy: v.TRUST_PROXY,
    logLevel: v.LOG_LEVEL,
    cronSecret: v.CRON_SECRET ?? null,
    world,
  };
  return problems.length === 0 ? { ok: true, env } : { ok: false, problems };
}

/** For `npm start` and `register()`: may the server start, and if not, why. */
export function checkEnvironment(source: Source): { ok: boolean; problems: string[] } {
  const reading = readEnvironment(source);
  return reading.ok ? { ok: true, problems: [] } : { ok: false, problems: reading.problems };
}

function originOf(raw: string, deployed: boolean, report: (problem: string) => void): string {
  if (raw === '') return raw;
  const url = new URL(raw);
  if (url.pathname !== '/' || url.search !== '') report('APP_URL must be an origin, without a path');
  if (deployed && url.protocol !== 'https:') report('APP_URL must start with https:// where the app is deployed');
  return url.origin;
}

function checkoutProvider(v: Variables, world: World, report: (problem: string) => void): 'stripe' | 'dodo' | 'choice' {
  const said = v.CHECKOUT_PROVIDER;
  if ((said === 'stripe' && !world.stripe) || (said === 'dodo' && !world.dodo))
    report(`CHECKOUT_PROVIDER is ${said}, but ${said} is not configured`);
  if (said === 'stripe' || said === 'dodo') return said;
  if (world.stripe && world.dodo) return 'choice';
  return world.stripe ? 'stripe' : 'dodo';
}

/** zod's default messages for a wrong choice quote the options; they never quote the value. */
function words(issue: { code?: string; message: string; values?: readonly unknown[] }): string {
  return issue.code === 'invalid_value' ? `must be one of ${(issue.values ?? []).join(', ')}` : issue.message;
}
