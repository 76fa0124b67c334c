import { createHmac } from 'node:crypto';

/** Settings from environment variables. */
export interface Config {
  /** HTTP port on 127.0.0.1; 0 picks a free one. */
  port: number;
  /** SMTP port on 127.0.0.1; 0 picks a free one. */
  smtpPort: number;
  /** Folder of the journal. An empty string keeps everything in memory. */
  dataDir: string;
  /** Shared with the app. Webhook secrets, API keys, and the OAuth secret are derived from it. */
  secret: string;
  /** URL of the app, without a trailing slash. */
  appUrl: string;
  /** URL of the sandbox, without a trailing slash. Known once it listens. */
  url: string;
}

/** Reads the environment. Throws in production, because a simulated bank must never face customers. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  if (env.NODE_ENV === 'production') throw new Error('The sandbox does not start when NODE_ENV is "production".');
  const port = portOf(env.SANDBOX_PORT, 4242, 'SANDBOX_PORT');
  return {
    port,
    smtpPort: portOf(env.SANDBOX_SMTP_PORT, 2525, 'SANDBOX_SMTP_PORT'),
    dataDir: env.SANDBOX_DATA_DIR ?? '.data/sandbox',
    secret: env.SANDBOX_SECRET ?? 'sandbox',
    appUrl: (env.APP_URL ?? 'http://127.0.0.1:3000').replace(/\/+$/, ''),
    url: `http://127.0.0.1:${port}`,
  };
}

function portOf(value: string | undefined, standard: number, name: string): number {
  if (value === undefined || value === '') return standard;
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`${name} must be a port number, not "${value}".`);
  return port;
}

/** HMAC-SHA256 of `message` with the shared secret. All secrets are derived this way. */
export function derive(secret: string, message: string): Buffer {
  return createHmac('sha256', secret).update(message).digest();
}

/** Signing secret of the default Stripe endpoint. */
export const stripeWebhookSecret = (secret: string): string =>
  `whsec_${derive(secret, 'stripe-webhook').toString('hex')}`;

/** Signing key of the default Dodo endpoint (Standard Webhooks form: base64 after `whsec_`). */
export const dodoWebhookKey = (secret: string): string => `whsec_${derive(secret, 'dodo-webhook').toString('base64')}`;

/** Client secret of the OAuth client `sandbox`. */
export const oauthClientSecret = (secret: string): string => derive(secret, 'oauth').toString('hex');
